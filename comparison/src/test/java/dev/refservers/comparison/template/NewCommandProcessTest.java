package dev.refservers.comparison.template;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./servers new} as people use it, in a copy of this checkout: every module is copied, they are built together,
 * and the scripts are played against them.
 *
 * <p>
 * It runs only when asked, because it takes minutes: {@code -Dnew.modules=epoll,select} tries these;
 * {@code -Dnew.variants=all} plays against all their architectures, and not only against one of each.
 */
@EnabledIfSystemProperty(named = "new.modules", matches = ".+")
class NewCommandProcessTest {

    private static final Path HOME = Path.of("..");
    private static final Path LOCAL_REPOSITORY = Path.of(System.getProperty("localRepository",
            System.getProperty("user.home") + "/.m2/repository"));
    private static final List<String> MODULES = Arrays.asList(System.getProperty("new.modules",
            "async,epoll,forking,select,threaded,blocking").split(",", -1));
    private static final boolean ALL_VARIANTS = System.getProperty("new.variants", "first").equals("all");

    /** Enough to see that they are found, played and told by name. */
    private static final String STANDALONE_SCRIPTS = System.getProperty("new.scripts",
            "queue/llen,textbook/,blocking/order");

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Timeout(900)
    void everyModuleIsCopiedBuiltAndPassesTheScripts() throws IOException, InterruptedException {
        TemporaryCheckout checkout = new TemporaryCheckout(HOME, folder.resolve("checkout"), Map.of(), Map.of());
        List<String> variants = new ArrayList<>();
        // The last one by the command, which then builds them all; the others as the command does it.
        for (String module : MODULES.subList(0, MODULES.size() - 1)) {
            ModuleCopy copy = ModuleCopy.create(checkout.home(), ServerModule.named(HOME, module),
                    ModuleName.of("my-" + module));
            variants.addAll(ALL_VARIANTS ? copy.variants() : List.of(copy.variants().getFirst()));
        }
        String last = MODULES.getLast();
        TemporaryCheckout.Outcome made = checkout.servers(600, "new", "my-" + last, "--from", last + "-server");
        assertEquals(0, made.exit(), made.printed());
        assertTrue(made.printed().contains("./servers run my-" + last + " --port"), made.printed());
        assertTrue(made.printed().contains("Read   my-" + last + "-server/README.md"), made.printed());
        if (!variants.isEmpty()) {
            variants.addFirst("conform");
            TemporaryCheckout.Outcome conform = checkout.servers(600, variants.toArray(String[]::new));
            assertEquals(0, conform.exit(), conform.printed());
        }
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
