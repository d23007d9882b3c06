package dev.refservers.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./servers} hands over to Java: with any letters in names, without a locale, whoever reads what it prints. */
@Timeout(60)
class LauncherHandoverTest {

    private static final String NAME = "pr\u00fcf \u6a94's 100%25 #1";

    @TempDir
    private Path folder = Path.of("");
    private FakeCheckout checkout;

    @BeforeEach
    void makeACheckoutOfOurClasses() throws Exception {
        boolean nameable = System.getProperty("sun.jnu.encoding").equals("UTF-8");
        assertTrue(nameable || !"true".equals(System.getenv("CI")), "Java can't name files here: LC_ALL=C.UTF-8");
        assumeTrue(nameable, "Java can't name files here: LC_ALL=C.UTF-8");
        checkout = new FakeCheckout(folder.resolve(NAME));
        FakeCheckout.Ended built = checkout.servers("sh", "build");
        assertEquals(0, built.exitCode(), built.output());
        checkout.useOurClasses();
    }

    @Test
    void startsInAFolderOfAnyNameWithoutALocale() throws Exception {
        checkout.write("\u00e4.json", "{}");
        FakeCheckout.Ended ended = checkout
                .shell("./servers list --json && ./servers run --help && ./servers report '\u00e4.json'");
        assertTrue(ended.output().contains("\"peers\"") && ended.output().contains("Usage: ./servers run NAME"),
                ended.output());
        assertTrue(ended.output().lines().anyMatch(line -> line.startsWith("\u00e4.json cannot be shown: ")),
                ended.output());
        assertFalse(ended.output().contains("\tat "), ended.output());
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoLocaleForTheLettersOfItsPath() throws Exception {
        checkout.program("locale", "[ \"$1\" != charmap ] || echo ANSI_X3.4-1968\n");
        FakeCheckout.Ended ended = checkout.servers("sh", "list");
        assertEquals(1, ended.exitCode(), ended.output());
        assertTrue(ended.output().startsWith("servers: the path of this checkout has letters outside ASCII"),
                ended.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "list", "compare --help", "conform --list", "run --help"})
    void whoClosesAPipeHasReadEnough(String command) throws Exception {
        FakeCheckout.Ended ended = checkout
                .shell("./servers " + command + " 2>said | :; echo ${PIPESTATUS[0]}; cat said");
        assertTrue(ended.output().matches("(0|141)\n"), ended.output());
    }

    @Test
    void endsWhenNobodyReadsErrorsEither() throws Exception {
        FakeCheckout.Ended ended = checkout
                .shell("./servers conform --wait 0 --target 127.0.0.1:1 2>&1 | :; echo ${PIPESTATUS[0]}");
        assertEquals("141\n", ended.output());
    }

    @Test
    void aCopyThatIsInterruptedIsTakenAwayWithWhatWasBuiltOfIt() throws Exception {
        Path home = Path.of("..").toAbsolutePath().normalize();
        for (String file : new String[]{"pom.xml", "README.md",
            "src/main/java/dev/refservers/blocking/BlockingArchitecture.java",
            "src/main/resources/META-INF/services/dev.refservers.server.Architecture"}) {
            checkout.write("blocking-server/" + file, Files.readString(home.resolve("blocking-server").resolve(file)));
        }
        checkout.register(
                List.of("shared-protocol", "shared-linux", "blocking-server", "conformance-tests", "fuzzing",
                        "peers", "comparison", "command-line"));
        assertEquals(0, checkout.servers("sh", "build").exitCode());
        checkout.useOurClasses();
        // A Maven that goes on to write until it is told to end, and a moment longer.
        checkout.mavenDoes("""
                trap 'sleep 0.5; mkdir -p mine-server/target/classes; exit 143' TERM
                mkdir -p mine-server/target/classes
                echo $$ >../programs/maven
                while :; do sleep 0.1; done
                """);
        Process made = checkout.start("sh", "new", "mine", "--from", "blocking");
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            assertTrue(made.isAlive());
            return Files.exists(checkout.home().resolve("../programs/maven"));
        });
        made.toHandle().destroy();
        FakeCheckout.Ended ended = FakeCheckout.ended(made);
        assertEquals(143, ended.exitCode(), ended.output());
        assertFalse(Files.exists(checkout.home().resolve("mine-server")), ended.output());
        assertFalse(Files.readString(checkout.home().resolve("pom.xml")).contains("mine-server"));
    }
}
