package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.result.Comparisons;
import dev.refservers.comparison.run.HostFacts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code baseline save} and {@code compare --baseline} say of results that are no good for it. */
class BaselineCheckTest {

    private static final String HOME = "refservers.home";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private @Nullable String usualHome;

    @BeforeEach
    void keepBaselinesElsewhere(@TempDir Path home) throws Exception {
        usualHome = System.getProperty(HOME);
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/bounds.txt"), "cpu-ratio ping-pong * 1.10\n");
        System.setProperty(HOME, home.toString());
    }

    @AfterEach
    void keepBaselinesWhereTheyBelong() {
        if (usualHome == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, usualHome);
        }
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void refusesAnotherPlanBeforeAnythingIsMeasured(@TempDir Path folder) throws Exception {
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
        Comparison sample = Comparisons.sample();
        Comparison here = new Comparison(Comparison.FORMAT, Comparison.VERSION, sample.started(), 1, sample.plan(),
                HostFacts.find(Cores.choose()), sample.stages(), sample.servers());
        Path file = Files.writeString(folder.resolve("before.json"), ComparisonJson.write(here));
        assertEquals(0, run("baseline", "save", "before", file.toString()), err.toString());
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertEquals(1, run("compare", "select", "--quick", "--scenario", "ping-pong", "--seconds", "0.2",
                "--baseline", "before"));
        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith("The baseline before says nothing about this comparison: "),
                err.toString());
        assertTrue(err.toString().contains("the windows are of another length; the blocks were 2 and are 1."),
                err.toString());
    }

    @Test
    void notesWhatSpeaksAgainstABaselineAndKeepsItNevertheless(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("quick.json"), ComparisonJson.write(Comparisons.sample()));
        assertEquals(0, run("baseline", "save", "quick", file.toString()));
        assertTrue(out.toString().contains("is now the baseline quick"), out.toString());
        assertEquals("""
                Note: It was a quick comparison: what differs from one start of a process to the next is not in it.
                Note: In 1 of its 2 cells a server had not settled when the warm-up was over.
                """, err.toString());
    }
}
