package dev.refservers.commandline.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./servers new} as people use it, in a copy of this checkout: every module is copied, they are built together,
 * and the scripts are played against them.
 *
 * <p>
 * It takes minutes, and so runs in CI, and where it is asked for: {@code -Dnew.modules=epoll,select} tries these;
 * {@code -Dnew.variants=all} plays all scripts against all their architectures. Otherwise one architecture of each is
 * tried, with a part of the scripts: a copy has the code that all of them were played against.
 */
@EnabledIf("isWanted")
@Tag("thorough")
class NewCommandProcessTest {

    private static final Path HOME = Path.of("..");
    private static final Path LOCAL_REPOSITORY = Path.of(System.getProperty("localRepository",
            System.getProperty("user.home") + "/.m2/repository"));
    private static final List<String> MODULES = Arrays.asList(System.getProperty("new.modules",
            "async,blocking,forking,select,threaded,epoll").split(",", -1));
    private static final boolean ALL_VARIANTS = System.getProperty("new.variants", "first").equals("all");

    /** Enough to see that they are found, played and told by name. */
    private static final String STANDALONE_SCRIPTS = System.getProperty("new.scripts",
            "queue/llen,textbook/,blocking/order");

    /** Two servers at once, each of which may then take longer. */
    private static final List<String> CONFORM = List.of("conform", "--parallel", "2", "--patience", "3");
    private static final List<String> A_PART = List.of("--only", "queue/", "--only", "echo/", "--only", "http/h*",
            "--only",
            "textbook/", "--only", "server/terminate*", "--skip", "*-of-thousands*", "--skip", "*/many-clients");

    @TempDir
    private Path folder = Path.of("");

    static boolean isWanted() {
        return "true".equals(System.getenv("CI")) || System.getProperty("new.modules") != null;
    }

    @Test
    @Timeout(900)
    void everyModuleIsCopiedBuiltAndPassesTheScripts() throws IOException, InterruptedException {
        // As cron and systemd start it: what is in a locale of ASCII must do with any letters in its path.
        TemporaryCheckout checkout = new TemporaryCheckout(HOME, folder.resolve(nameWithLetters()), Map.of(),
                Map.of("MAVEN_OPTS", "-Dmaven.repo.local=" + LOCAL_REPOSITORY, "LC_ALL", "C"));
        List<String> conform = new ArrayList<>(CONFORM);
        conform.addAll(ALL_VARIANTS ? List.of() : A_PART);
        // The last one by the command, which then builds them all; the others as the command does it.
        for (String module : MODULES.subList(0, MODULES.size() - 1)) {
            ModuleCopy copy = ModuleCopy.create(checkout.home(), ServerModule.named(HOME, module),
                    ModuleName.of("my-" + module));
            conform.addAll(ALL_VARIANTS ? copy.variants() : List.of(copy.variants().getFirst()));
        }
        String last = MODULES.getLast();
        conform.add("my-" + last);
        TemporaryCheckout.Outcome made = checkout.servers(600, ALL_VARIANTS
                ? new String[]{"new", "my-" + last, "--from", last + "-server"}
                : new String[]{"new", "my-" + last, "--from", last + "-server", "--no-run"});
        assertEquals(0, made.exit(), made.printed());
        assertTrue(made.printed().contains("./servers run my-" + last + " --port"), made.printed());
        assertTrue(made.printed().contains("Read   my-" + last + "-server/README.md"), made.printed());
        TemporaryCheckout.Outcome played = checkout.servers(600, conform.toArray(String[]::new));
        assertEquals(0, played.exit(), played.printed());
        assertEquals(MODULES.stream().map(module -> "my-" + module + "-server/").collect(Collectors.toSet()),
                checkout.git("status", "--porcelain", "--", ":!pom.xml").lines().map(line -> line.substring(3))
                        .collect(Collectors.toSet()),
                "only folders that are new");
        assertEquals(MODULES.stream().map(module -> "+        <module>my-" + module + "-server</module>")
                .collect(Collectors.toSet()),
                checkout.git("diff", "--unified=0", "--", "pom.xml").lines()
                        .filter(line -> line.matches("[-+][^-+].*")).collect(Collectors.toSet()),
                "and a line for each in the parent");
    }

    @Test
    @Timeout(600)
    void aProjectOfItsOwnPassesTheScriptsAsItsTests() throws IOException, InterruptedException {
        Path repository = localRepositoryWithoutOurs(folder.resolve("repository"));
        TemporaryCheckout checkout = new TemporaryCheckout(HOME, folder.resolve("checkout"),
                Map.of(LOCAL_REPOSITORY, repository), Map.of("MAVEN_OPTS", "-Dmaven.repo.local=" + repository));
        Path project = folder.resolve("project");
        TemporaryCheckout.Outcome made = checkout.servers(400, "new", "mine", "--from", "epoll", "--standalone",
                project.toString(), "--no-run");
        assertEquals(0, made.exit(), made.printed());
        assertEquals("", checkout.git("status", "--porcelain"), "the checkout is as it was");
        TemporaryCheckout.Outcome tested = checkout.servers(400, "maven", "-B", "-f",
                project.resolve("pom.xml").toString(), "test", "-Dtest=MineConformanceTest",
                "-Dscripts.only=" + STANDALONE_SCRIPTS);
        assertEquals(0, tested.exit(), tested.printed());
        String report = Files.readString(project.resolve(
                "target/surefire-reports/TEST-com.example.mine.MineConformanceTest.xml"));
        assertTrue(report.contains("LLEN counts elements. (queue/llen)"), report);
    }

    /** Letters outside ASCII, where this JVM can name a file so. */
    static String nameWithLetters() {
        return System.getProperty("sun.jnu.encoding").equals("UTF-8") ? "pr\u00fcf \u6a94" : "checkout";
    }

    /** The user's, for plugins and libraries, but with a folder of its own for what is installed from here. */
    private static Path localRepositoryWithoutOurs(Path copy) throws IOException {
        Files.createDirectories(copy.resolve("dev"));
        for (String inside : List.of("", "dev")) {
            try (Stream<Path> folders = Files.list(LOCAL_REPOSITORY.resolve(inside))) {
                for (Path folder : folders.toList()) {
                    if (!List.of("dev", "refservers").contains(folder.getFileName().toString())) {
                        Files.createSymbolicLink(copy.resolve(inside).resolve(folder.getFileName()), folder);
                    }
                }
            }
        }
        return copy;
    }
}
