package dev.refservers.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.report.HtmlReport;
import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.targets.Targets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Newcomers' echo servers, each wrong in one way, played against as somebody does who has written one: none is green, and
 * the first paragraph of each report names the cause and the script. One that is right, and prints for each echo, is green.
 */
final class BrokenEchoServersTest {

    private static final Path PROGRAM = Path.of("src", "test", "resources", "broken", "echo.py");
    private static final Duration MOST = Duration.ofSeconds(60);

    /** Half as long as usual, as nearly all of the time is spent on waiting in vain. */
    private static final RunOptions OPTIONS = RunOptions.DEFAULT.withTimeoutScale(0.5);

    /** How it is wrong → what the first paragraph must say. */
    private static final Map<String, String> BROKEN = Map.of(
            "ignores-send",
            "lost bytes, in echo/.* missing.*(Is what send returns looked at|looks at what send returns)",
            "ignores-send-and-prints",
            "lost bytes, in echo/.* missing.*(Is what send returns looked at|looks at what send returns)",
            "dies-at-reset", "died, in echo/(leaves-|reset-of-one).*A client reset its connection here",
            "loops-at-end", "hangs.* in echo/half-close.*ended its sending side behind its data",
            "answers-once", "closed the connection where it must not yet, in echo/.*serve one request and then close",
            "loses-above-64k",
            "lost bytes, in echo/megabytes.* missing.*(buffer of that size|does not fit into a buffer) dropped",
            "newest-only", "said nothing.* in echo/.*connected later. Does it read only from its newest connection",
            "talks", "in echo/.*the server (had said more|said something of its own)");

    private record Played(Results results, Duration took) {}

    private static Played play(String how) {
        try {
            Process server = new ProcessBuilder("python3", PROGRAM.toString(), how)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
                String line = String.valueOf(said.readLine());
                assertTrue(line.startsWith("listens on "), line);
                // As a terminal would: what it prints is taken from it.
                Thread.ofVirtual().start(() -> drain(said));
                InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
                        Integer.parseInt(line.substring("listens on ".length())));
                List<Script> scripts = Suite.bundled().select(Selection.ALL.speaking("echo")).scripts().stream()
                        .filter(script -> !script.needs().contains(Capability.MANY_CONNECTIONS)).toList();
                long start = System.nanoTime();
                Results results = Suite.of(scripts).run(List.of(Targets.address(address, "echo", Map.of())), OPTIONS,
                        RunListener.NONE);
                return new Played(results, Duration.ofNanos(System.nanoTime() - start));
            } finally {
                server.destroyForcibly();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void drain(BufferedReader said) {
        try {
            said.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            assertTrue(ended.getMessage() != null);
        }
    }

    @TestFactory
    Stream<DynamicTest> eachIsFoundOut() {
        boolean there = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
        assertTrue(there || !"true".equals(System.getenv("CI")), "python3 is not installed here");
        assumeTrue(there, "python3 is not installed here");
        List<DynamicTest> tests = new ArrayList<>();
        // All at once: they wait more than they work.
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor();
        BROKEN.forEach((how, paragraph) -> {
            CompletableFuture<Played> played = CompletableFuture.supplyAsync(() -> play(how), side);
            tests.add(DynamicTest.dynamicTest(how, () -> mustBeFoundOut(played.join(), paragraph)));
        });
        CompletableFuture<Played> right = CompletableFuture.supplyAsync(() -> play("right-and-prints"), side);
        tests.add(DynamicTest.dynamicTest("right-and-prints", () -> assertTrue(right.join().results.passed(false),
                () -> TextReport.explainAll(right.join().results, false))));
        return tests.stream().onClose(side::close);
    }

    private static void mustBeFoundOut(Played played, String paragraph) {
        String report = TextReport.explainAll(played.results, false);
        String first = report.substring(0, Math.max(0, report.indexOf("\n\n"))).replaceAll("\\s+", " ");
        assertEquals(false, played.results.passed(false), "it is green");
        assertTrue(Pattern.compile(paragraph).matcher(first).find(), () -> "its first paragraph is:\n" + report);
        assertTrue(played.took.compareTo(MOST) < 0, () -> "it took " + played.took);
        String page = HtmlReport.write(played.results, false, Optional.empty());
        assertTrue(page.contains("<p class=\"diagnosis\">"), page);
    }
}
