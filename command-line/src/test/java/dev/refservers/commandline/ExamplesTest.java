package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.processes.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** What stands in {@code examples/} is true: the toys pass and fail what their page says, and the workflow works. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    /** {@code | `queue/llen` | passes | ...}. */
    private static final Pattern VERDICT = Pattern.compile("(?m)^\\| `([a-z0-9/-]+)` \\| (passes|fails) \\|");

    private final List<Process> servers = new ArrayList<>();

    @AfterEach
    void endServers() throws InterruptedException {
        for (Process server : servers) {
            server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static void need(String program) {
        boolean there = Programs.find(program).isPresent();
        assertTrue(there || !"true".equals(System.getenv("CI")), program + " is not installed here");
        assumeTrue(there, program + " is not installed here");
    }

    private static Map<String, Boolean> verdicts() throws IOException {
        Map<String, Boolean> verdicts = new TreeMap<>();
        for (MatchResult row : VERDICT.matcher(Files.readString(EXAMPLES.resolve("README.md"))).results().toList()) {
            verdicts.put(row.group(1), row.group(2).equals("passes"));
        }
        return verdicts;
    }

    /** Starts a toy at a free port; returns the port. */
    private int start(String program, String file) throws IOException {
        need(program);
        Process server = new ProcessBuilder(program, EXAMPLES.resolve(file).toString(), "0").redirectErrorStream(true)
                .start();
        servers.add(server);
        BufferedReader reader = server.inputReader(StandardCharsets.UTF_8);
        String line = String.valueOf(reader.readLine());
        assertTrue(line.startsWith("toy listens on 127.0.0.1:"), line);
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private record Outcome(int exit, String printed) {}

    private static Outcome conform(int port, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("conform", "--target", "127.0.0.1:" + port, "--protocol",
                "queue"));
        arguments.addAll(options);
        StringWriter out = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
        return new Outcome(exit, out.toString());
    }

    @ParameterizedTest
    @CsvSource({"python3, toy-server.py"})
    void aToyPassesAndFailsWhatThePageSays(String program, String file) throws IOException {
        int port = start(program, file);
        List<String> options = new ArrayList<>();
        verdicts().keySet().forEach(script -> options.addAll(List.of("--script", script)));
        Outcome outcome = conform(port, options);
        assertEquals(1, outcome.exit, outcome.printed);
        verdicts().forEach((script, passes) -> assertTrue(Pattern.compile("(?m)^" + Pattern.quote(script)
                + "(\\[.*\\])? +" + (passes ? "✓" : "✗")).matcher(outcome.printed).find(), script + " "
                        + (passes ? "passes" : "fails") + " in:\n" + outcome.printed));
        assertTrue(verdicts().containsValue(true) && verdicts().containsValue(false));
        Outcome again = conform(port, List.of("--script", "queue/llen"));
        assertEquals(0, again.exit, "the suite leaves nothing behind that would keep it from a second run:\n"
                + again.printed);
    }

    @Test
    void theWorkflowStartsAServerAndPlaysTheScripts() throws IOException, InterruptedException {
        need("python3");
        need("nc");
        Path file = EXAMPLES.resolve("github-actions.yml");
        assertTrue(Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).count() <= 14);
        Map<?, ?> workflow = assertInstanceOf(Map.class, new Yaml().load(Files.readString(file)));
        Map<?, ?> job = assertInstanceOf(Map.class,
                assertInstanceOf(Map.class, workflow.get("jobs")).values().iterator().next());
        List<?> steps = assertInstanceOf(List.class, job.get("steps"));
        List<String> runs = steps.stream().map(step -> assertInstanceOf(Map.class, step).get("run"))
                .filter(String.class::isInstance).map(String.class::cast).toList();
        assertEquals(2, runs.size(), runs.toString());
        assertTrue(steps.stream().map(Object::toString).anyMatch(step -> step.contains("repository=")
                && step.contains("path=suite")), steps.toString());
        String port = Integer.toString(freePort());
        Process started = new ProcessBuilder("bash", "-e", "-c", runs.getFirst().replace("7379", port)
                .replace("./my-server.py", EXAMPLES.resolve("toy-server.py").toString()) + "; echo pid $!")
                .redirectErrorStream(true).start();
        long pid = 0;
        BufferedReader reader = started.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        while (pid == 0) {
            String line = reader.readLine();
            said.add(line);
            assertTrue(line != null, "the server was not there: " + said);
            pid = line.startsWith("pid ") ? Long.parseLong(line.substring(4)) : 0;
        }
        try (PrintWriter none = new PrintWriter(new StringWriter())) {
            List<String> command = new ArrayList<>(List.of(runs.getLast().replace("7379", port).strip()
                    .split("\\s+", -1)));
            assertEquals("suite/servers", command.removeFirst());
            command.addAll(List.of("--script", "queue/llen"));
            assertEquals(0, Main.run(none, none, command.toArray(String[]::new)), command.toString());
        } finally {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
