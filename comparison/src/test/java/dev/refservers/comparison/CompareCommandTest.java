package dev.refservers.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.result.ServerResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    void comparesOneArchitectureOnceWhateverIsSaidTwiceAndWritesTableAndJson(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("results.json");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), "compare", "select", "select",
                "--quick", "--seconds", "0.2", "--scenario", "ping-pong", "--scenario", "ping-pong", "--protocol",
                "echo", "--protocol", "echo", "--json", json.toString());
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
    void comparesWithAServerThatRunsAlreadyAndWithAPeerThatSpeaksOnlyAPart(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("results.json");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Candidate select = Catalogue.named(List.of("select")).getFirst();
        try (MeasuredServer server = select.start("echo", Cores.unpinned("for this test"))) {
            String target = "127.0.0.1:" + server.address().getPort();
            int exit = Main.run(new PrintWriter(out), new PrintWriter(err), "compare", "netty-nio", "redis", "--target",
                    target, "--quick", "--seconds", "0.2", "--scenario", "ping-pong", "--protocol", "echo", "--json",
                    json.toString());
            assertEquals("", err.toString());
            String text = out.toString();
            Comparison comparison = ComparisonJson.read(Files.readString(json));
            assertEquals(comparison.good() ? 0 : 1, exit, text);
            assertEquals(List.of("redis", "redis-again", "netty-nio", target),
                    comparison.servers().stream().map(ServerResult::name).toList(), text);
            assertEquals(List.of(), comparison.servers().get(2).conformance());
            assertTrue(text.contains("No scripts: it speaks only echo"), text);
            Cell cell = comparison.servers().getLast().cells().getFirst();
            assertTrue(cell.voidReason().isEmpty(), text);
            assertFalse(cell.summary().orElseThrow().metered(), text);
            assertTrue(text.lines().anyMatch(line -> line.matches(target + "( [~?]+)? +- .*-")), text);
            assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
        }
    }

    @Test
    void givesATargetThatDoesNotConformNoFigures() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try (FakeServer server = new FakeServer(FakeServer.Manner.GOOD, Duration.ZERO)) {
            int exit = Main.run(new PrintWriter(out), new PrintWriter(err), "compare", "netty-nio", "--target",
                    "127.0.0.1:" + server.port(), "--quick", "--seconds", "0.2", "--scenario", "ping-pong",
                    "--markdown");
            assertEquals("", err.toString());
            assertEquals(1, exit, out.toString());
            assertTrue(out.toString().contains("VOID: Not measured: it does not conform."), out.toString());
            assertTrue(out.toString().contains("\n|---"), out.toString());
        }
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

    @Test
    void printsOneFormOnly() {
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), "compare", "select", "--json",
                "-",
                "--markdown");
        assertEquals(2, exit);
        assertTrue(err.toString().startsWith("--json - and --markdown both say what is printed"), err.toString());
    }
}
