package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.FakeServer;
import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.result.ServerResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command from end to end: real scripts, a real server, real load, for a moment. */
class CompareCommandTest {

    /** What {@link SomebodysProtocol} is called: nothing is measured in it. */
    private static final String MINE = "mine";

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
    void measuresATargetThatDoesNotConformInWhatItDoesRightAndMarksIt(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("page.html");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try (FakeServer server = new FakeServer(FakeServer.Manner.GOOD, Duration.ZERO)) {
            String target = "127.0.0.1:" + server.port();
            int exit = Main.run(new PrintWriter(out), new PrintWriter(err), "compare", "netty-nio", "--target", target,
                    "--quick", "--seconds", "0.2", "--scenario", "ping-pong", "--markdown", "--html", page.toString());
            assertEquals("", err.toString());
            assertEquals(1, exit, out.toString());
            String text = out.toString();
            assertTrue(text.contains(target + "|queue: does NOT conform ("), text);
            assertTrue(text.lines().anyMatch(line -> line.matches("\\|" + target + " ![~?]*\\|-\\|.*")), text);
            assertTrue(text.contains("- `!` It does not conform"), text);
            assertTrue(text.contains("\n|---"), text);
            assertTrue(Files.readString(page).contains("title=\"It does not conform: why.\">!</a>"));
        }
    }

    /** Before anything is measured, and with nothing on standard output. */
    private static String refused(int expected, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        assertEquals(expected, exit, err.toString());
        assertEquals("", out.toString());
        return err.toString();
    }

    @Test
    void refusesAProtocolWithoutALoad() {
        String said = refused(2, "compare", "select", "--quick", "--protocol", MINE);
        assertTrue(said.startsWith("--protocol is '" + MINE
                + "', for which there is no load; there is one for echo, http, queue."), said);
        said = refused(2, "compare", "select", "--quick", "--protocol", "queue", "--protocol", MINE);
        assertTrue(said.contains("for which there is no load"), said);
        said = refused(2, "compare", "select", "--protocol", "http", "--scenario", "push-pop");
        assertTrue(said.startsWith("--protocol is 'http', in which push-pop cannot be said."), said);
    }

    @Test
    void refusesAServerThatHasNothingToDo() {
        String said = refused(2, "compare", "py-epoll", "py-select", "--quick");
        assertTrue(said.startsWith("py-select does not speak queue, in which servers are measured if no --protocol is "
                + "given; it speaks echo.") || said.startsWith("py-epoll does not"), said);
    }

    @Test
    void findsAClosedPortBeforeAnythingIsMeasured() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        long start = System.nanoTime();
        String said = refused(Main.FAILED, "compare", "select", "--quick", "--target", "127.0.0.1:" + port);
        assertEquals("Nobody listens at 127.0.0.1:" + port + " (Connection refused)." + System.lineSeparator(), said);
        assertTrue(System.nanoTime() - start < 5_000_000_000L, "it took long");
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
    void namesTheOptionWhoseFileHasNoName() {
        StringWriter err = new StringWriter();
        assertEquals(2, Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), "compare", "--resume", ""));
        assertTrue(err.toString().startsWith("--resume names no file."), err.toString());
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
