package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a terminal is sent beside text. */
class ColoursTest {

    @BeforeAll
    static void onlyWhereThereAreTerminals() {
        String obstacle = CommandProcess.withoutTerminals().orElse("");
        assertTrue(obstacle.isEmpty() || !"true".equals(System.getenv("CI")), obstacle);
        assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @ParameterizedTest(name = "TERM={0} NO_COLOR={1} ./servers compare --help {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            xterm | ''  | ''        | true
            xterm | 1   | ''        | false
            dumb  | ''  | ''        | false
            xterm | ''  | '| cat'   | false
            """)
    void areInHelpOnlyWhereTheyAreWelcome(String terminal, String noColor, String redirection, boolean welcome)
            throws Exception {
        try (CommandProcess help = CommandProcess.startInTerminal(Map.of("TERM", terminal, "NO_COLOR", noColor),
                redirection, "compare", "--help")) {
            CommandProcess.Outcome outcome = help.awaitExit(Duration.ofSeconds(60));
            assertEquals(0, outcome.exit(), outcome.printed());
            assertTrue(outcome.printed().contains("--peers"), outcome.printed());
            assertEquals(welcome, outcome.printed().contains("\u001b["), outcome.printed());
        }
    }
}
