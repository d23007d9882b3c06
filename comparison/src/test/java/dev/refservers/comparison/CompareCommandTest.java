package dev.refservers.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command from end to end: real scripts, a real server, real load, for a moment. */
class CompareCommandTest {

    @BeforeAll
    static void onlyWhereThereIsProc() {
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
    }

    @Test
    void comparesOneArchitectureAndWritesTableAndJson(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("results.json");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), "compare", "select", "--quick",
                "--seconds", "0.2", "--scenario", "ping-pong", "--protocol", "echo", "--json", json.toString());
        assertEquals("", err.toString());

        Comparison comparison = ComparisonJson.read(Files.readString(json));
        assertEquals(comparison.good() ? 0 : 1, exit, out.toString());
        Cell cell = comparison.servers().getFirst().cells().getFirst();
        assertEquals(cell.voidReason().isEmpty(), cell.summary().isPresent());
        assertTrue(out.toString().contains("ping-pong (echo)"), out.toString());
        assertTrue(out.toString().contains("\nselect "), out.toString());
        assertFalse(out.toString().contains("\u001b"));
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 100), out.toString());
    }

    @Test
    void saysWhereResultsCouldNotBeWrittenBeforeAnythingIsMeasured() {
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), "compare", "select", "--json",
                "/no/such/folder/results.json");
        assertEquals(2, exit);
        assertTrue(err.toString().startsWith("--json is /no/such/folder/results.json, but there is no folder "
                + "/no/such/folder."), err.toString());
    }
}
