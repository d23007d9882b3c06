package dev.refservers.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A target that floods, never ends a reply, or nests without end: the runner stays small, and ends. */
final class HostileTargetTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ASK = "a>> \"x\"\n";

    /** One that says the beginning, and then the same piece for ever. */
    private static FakeServer saying(String beginning, String piece, long pauseNanos) throws IOException {
        return new FakeServer((_, in, out) -> {
            if (in.read() < 0) {
                return;
            }
            out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            forEver(out, piece.repeat(pauseNanos > 0 ? 1 : Math.max(1, 65536 / piece.length())), pauseNanos);
        });
    }

    private static void forEver(OutputStream out, String text, long pauseNanos) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            while (true) {
                out.write(bytes);
                LockSupport.parkNanos(pauseNanos);
            }
        } catch (IOException theRunnerHasLeft) {
            assertTrue(bytes.length > 0);
        }
    }

    private static Result play(FakeServer server, String headers, String lines) throws IOException {
        return play(server, headers, lines, 1);
    }

    /** With a limit of 300 ms, so many times. */
    private static Result play(FakeServer server, String headers, String lines, double scale) throws IOException {
        try (server) {
            return assertTimeoutPreemptively(SOON, () -> new Player("fake", server.running(), () -> {
                throw new IOException("a fake has no control");
            }, scale).play(PlayerTest.script(headers, lines)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *2147483647\\r\\n    | :1\\r\\n          | announces 2147483647 elements
            %2147483647\\r\\n    | :1\\r\\n          | announces 2147483647 elements
            $2147483647\\r\\n    | x                 | announces 2147483647 bytes
            $999999999999\\r\\n  | x                 | announces 999999999999 bytes
            *1\\r\\n             | *1\\r\\n          | within one another
            *2\\r\\n             | %1\\r\\n          | within one another
            +                    | x                 | more than
            :                    | 1                 | is no number
            *1000000\\r\\n       | $1\\r\\nx\\r\\n*1\\r\\n | no script needs more
            *1000000\\r\\n       | *100\\r\\n        | within one another
            *                    | 0                 | is no number
            """)
    void aReplyThatNeverEndsFailsSoon(String beginning, String piece, String part) throws IOException {
        Result result = play(saying(unescaped(beginning), unescaped(piece), 0), "", ASK + "a< +OK", 20);
        assertEquals(Verdict.FAIL, result.verdict(), result::reason);
        assertTrue(result.reason().contains(part), result::reason);
    }

    private static String unescaped(String text) {
        return text.strip().replace("\\r", "\r").replace("\\n", "\n");
    }

    @Test
    void twoHundredThousandArraysWithinOneAnotherAreNoReply() throws IOException {
        Result result = play(FakeServer.saying("*1\r\n".repeat(200_000)), "", ASK + "a< +OK", 20);
        assertEquals(Verdict.FAIL, result.verdict(), result::reason);
        assertTrue(result.reason().contains("within one another"), result::reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            queue | a< +OK
            queue | a<< "y" * 1000000
            echo  | a<< "y" * 1000000
            http  | a< 200
            """)
    void bytesThatTrickleInDoNotRestartTheLimit(String protocol, String line) throws IOException {
        long start = System.nanoTime();
        Result result = play(
                saying("+HTTP/1.1 200 OK\r\n".substring(protocol.equals("http") ? 1 : 0, 1), "y", 10_000_000),
                "protocol: " + protocol + "\n", ASK + line);
        assertEquals(Verdict.FAIL, result.verdict(), result::reason);
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(2).toNanos(), "the limit is 300 ms");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            queue | a< +OK
            queue | b< silence 9s
            echo  | b< silence 9s
            echo  | sleep 9s
            queue | a< closed
            http  | a< 200
            """)
    void aFloodEndsTheScriptAndIsNotHeld(String protocol, String line) throws IOException {
        String beginning = protocol.equals("http") ? "HTTP/1.1 200 OK\r\n" : "+";
        Result result = play(saying(beginning, "y", 0), "protocol: " + protocol + "\n", "b! connect\n" + ASK + line,
                20);
        assertEquals(Verdict.FAIL, result.verdict(), result::reason);
        long held = result.transcript().events().stream().mapToLong(event -> event.bytes().size()).sum();
        assertTrue(held < 1 << 20, "holds " + held);
    }

    @Test
    void aScriptEndsAlthoughEachLineGetsWhatItWants() throws IOException {
        FakeServer slow = new FakeServer((_, in, out) -> {
            for (int read = in.read(); read >= 0; read = in.read()) {
                LockSupport.parkNanos(20_000_000);
                out.write(read);
            }
        });
        Result result = play(slow, "protocol: echo\n", "repeat 1000000\na>> \"x\"\na<< \"x\"\nend", 2);
        assertEquals(Verdict.FAIL, result.verdict(), result::reason);
        assertTrue(result.reason().contains("none in 5000 ms"), result::reason);
    }

    @Test
    void theRunnersOwnConnectionIsNotFloodedEither() throws IOException {
        try (FakeServer server = saying("+", "y", 0)) {
            assertTimeoutPreemptively(SOON, () -> {
                try (Control control = new Control(server.running().address(), Duration.ofMillis(300))) {
                    IOException refused = assertThrows(IOException.class, () -> control.call("DBSIZE"));
                    assertTrue(refused.toString().contains("DBSIZE"), refused::toString);
                }
            });
        }
    }

    @Test
    void theRunnersOwnConnectionHasOneLimitForAReply() throws IOException {
        try (FakeServer server = saying("+", "y", 10_000_000)) {
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                try (Control control = new Control(server.running().address(), Duration.ofMillis(300))) {
                    assertThrows(IOException.class, () -> control.call("DBSIZE"));
                }
            });
        }
    }

    @Test
    void anErrorOfTheSuiteItselfIsAVerdictAndLeavesAReport() throws IOException {
        FakeServer flood = saying("", "*1\r\n", 0);
        try (flood) {
            TargetResults results = assertTimeoutPreemptively(SOON,
                    () -> Suite.of(List.of(PlayerTest.script("protocol: echo\n", ASK + "a<< \"z\"")))
                            .run(List.of(flood), RunOptions.DEFAULT, RunListener.NONE).targets().getFirst());
            assertEquals(Verdict.FAIL, results.results().getFirst().verdict());
        }
    }

    @Test
    void aReplyIsTheSameHoweverItIsCut() throws ReplyReader.Malformed {
        byte[] bytes = "*5\r\n$3\r\na\r\n\r\n%1\r\n+k\r\n*2\r\n:1\r\n*0\r\n=5\r\ntxt:x\r\n*-1\r\n$12\r\nhello\r\nworld\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        String whole = null;
        for (int piece = bytes.length; piece > 0; piece--) {
            Inbox in = new Inbox(new Budget());
            ReplyReader reader = new ReplyReader(in);
            String reply = "";
            for (int from = 0; from < bytes.length; from += piece) {
                assertEquals("", reply, "it is whole before its last byte");
                in.put(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)));
                reply = reader.read().map(Reply::describe).orElse("");
            }
            whole = whole == null ? reply : whole;
            assertEquals(whole, reply, "in pieces of " + piece);
            assertEquals(bytes.length, reader.size());
        }
        assertEquals("[ \"a\\r\\n\" %{ +k [ :1 [ ] ] } verbatim \"x\" nil* \"hello\\r\\nworld\" ]", whole);
    }

    @Test
    void aResponseIsTheSameHoweverItIsCut() throws ReplyReader.Malformed {
        byte[] bytes = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nA: b\r\n\r\na\r\n\r\nbc"
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int piece = bytes.length; piece > 0; piece--) {
            Inbox in = new Inbox(new Budget());
            ResponseReader reader = new ResponseReader(in, false);
            String response = "";
            for (int from = 0; from < bytes.length; from += piece) {
                assertEquals("", response, "it is whole before its last byte");
                in.put(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)));
                response = reader.read(false).map(Response::describe).orElse("");
            }
            assertEquals("HTTP/1.1 200 OK · Content-Length: 7 · A: b · body \"a\\r\\n\\r\\nbc\"", response);
            assertEquals(bytes.length, reader.size());
        }
    }

    /** What is scanned from its beginning at each arrival takes minutes here. */
    @Test
    void aReplyInSmallPiecesIsReadOnce() {
        assertTimeoutPreemptively(SOON, () -> {
            Inbox in = new Inbox(new Budget());
            ReplyReader reader = new ReplyReader(in);
            byte[] element = "$1\r\nx\r\n".getBytes(StandardCharsets.ISO_8859_1);
            in.put(ByteBuffer.wrap("*500000\r\n".getBytes(StandardCharsets.ISO_8859_1)));
            for (int i = 0; i < 499_999; i++) {
                in.put(ByteBuffer.wrap(element));
                assertTrue(reader.read().isEmpty());
            }
            in.put(ByteBuffer.wrap(element));
            assertEquals(500_000, ((Reply.Array) reader.read().orElseThrow()).elements().size());
            assertEquals(in.size(), reader.size());
        });
    }
}
