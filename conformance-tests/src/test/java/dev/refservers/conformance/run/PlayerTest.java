package dev.refservers.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.ScriptParser;
import dev.refservers.conformance.script.Source;
import dev.refservers.conformance.targets.RunningServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the player makes of what servers do: each test has a server that does one thing. */
final class PlayerTest {

    static Script script(String headers, String lines) {
        String text = "id: a/b\ntitle: T.\nspec: 1.1\nlimit: 300ms\n" + headers + "\n" + lines;
        return ScriptParser.parse(new Source("x.talk", URI.create("file:/x.talk"), List.of(text.split("\n", -1))))
                .getFirst();
    }

    private static Result play(FakeServer server, Script script) throws IOException {
        try (server) {
            return playWith(server.running(), script);
        }
    }

    private static Result play(Socket listener, String lines) {
        return playWith(() -> new InetSocketAddress(listener.getLocalAddress(), listener.getLocalPort()),
                script("", lines));
    }

    private static Result playWith(RunningServer server, Script script) {
        return new Player("fake", server, () -> {
            throw new IOException("a fake has no control");
        }, 1).play(script);
    }

    private static Result play(String reply, String lines) throws IOException {
        return play(FakeServer.saying(reply), script("", lines));
    }

    private static Result echo(String lines) throws IOException {
        return play(new FakeServer((_, in, out) -> in.transferTo(out)), script("protocol: echo\n", lines));
    }

    private static void fails(Result result, String part) {
        assertEquals(Verdict.FAIL, result.verdict(), result::reason);
        assertTrue(result.reason().contains(part), result::reason);
    }

    @Test
    void whatIsAsItMustBePasses() throws IOException {
        assertEquals(Verdict.PASS, play("+PONG\r\n", "a> PING\na< +PONG").verdict());
        assertEquals(Verdict.PASS, play("*2\r\n$1\r\na\r\n:1\r\n", "a> PING\na< [ \"a\" :1 ]").verdict());
    }

    @Test
    void anotherReplyFails() throws IOException {
        fails(play("+PUNG\r\n", "a> PING\na< +PONG"), "line 7: a expected +PONG, and got +PUNG");
        fails(play("$4\r\nPONG\r\n", "a> PING\na< +PONG"), "got \"PONG\"");
        fails(play("$-1\r\n", "a> PING\na< nil*"), "expected nil*, and got nil");
        fails(play("*1\r\n:2\r\n", "a> PING\na< [ :1 ]"), "element 1: :2 is not :1");
        fails(play("*2\r\n:1\r\n:2\r\n", "a> PING\na< [ :1 ]"), "2 elements came, not 1");
    }

    @Test
    void whatIsNoReplyFails() throws IOException {
        fails(play("PONG\r\n", "a> PING\na< +PONG"), "no reply: byte 0 is \"P\", but a reply begins with");
        fails(play(":01\r\n", "a> PING\na< :1"), "'01' is no number");
        fails(play("$1\r\nab\r\n", "a> PING\na< \"a\""), "a string of 1 bytes must end with");
    }

    @Test
    void silenceIsNoReply() throws IOException {
        fails(play("", "a> PING\na< +PONG"), "nothing for 300 ms");
        fails(play("+PO", "a> PING\na< +PONG"), "\"+PO\", then nothing for 300 ms");
    }

    @Test
    void bytesThatNobodyReadFail() throws IOException {
        fails(play("+PONG\r\n+PONG\r\n", "a> PING\na< +PONG"), "a expected nothing more, and got \"+PONG\\r\\n\"");
    }

    @Test
    void bytesAreComparedOneByOne() throws IOException {
        assertEquals(Verdict.PASS, echo("a>> \"abc\" * 3\na<< \"abcabc\"\na<< \"abc\"").verdict());
        fails(echo("a>> \"abc\"\na<< \"abx\""), "(byte 2 is the first that differs)");
        fails(echo("a>> \"abc\"\na<< \"abcd\""), "only 3 of 4 bytes, then nothing for 300 ms");
    }

    @Test
    void anEndIsAnEndOrAReset() throws IOException {
        FakeServer.Behaviour ends = (_, in, _) -> {
            int read = in.read();
            assertEquals('x', read);
        };
        FakeServer.Behaviour resets = (socket, in, _) -> {
            int read = in.read();
            socket.setSoLinger(read == 'x', 0);
        };
        assertEquals(Verdict.PASS,
                play(new FakeServer(ends), script("", "a>> \"x\"\na< closed eof")).verdict());
        assertEquals(Verdict.PASS,
                play(new FakeServer(resets), script("", "a>> \"x\"\na< closed rst")).verdict());
        assertEquals(Verdict.PASS, play(new FakeServer(resets), script("", "a>> \"x\"\na< closed")).verdict());
        fails(play(new FakeServer(resets), script("", "a>> \"x\"\na< closed eof")), "got closed rst");
        fails(play(new FakeServer(ends), script("", "a>> \"x\"\na< +PONG")), "got closed eof");
        fails(echo("a>> \"x\"\na< closed"), "got \"x\"");
    }

    @Test
    void silenceIsBrokenByBytesAndByTheEnd() throws IOException {
        assertEquals(Verdict.PASS, play("", "a> PING\na< silence 20ms").verdict());
        fails(echo("a>> \"x\"\na< silence 100ms"), "expected silence 100ms, and got \"x\"");
    }

    @Test
    void whatIsAllowedIsNotStrict() throws IOException {
        Result allowed = play("-ERR no\r\n", "a> PING\na< +PONG\na| -ERR...");
        assertEquals(Verdict.NON_STRICT, allowed.verdict());
        assertEquals("line 8: -ERR... came, which is allowed, instead of +PONG", allowed.reason());
        assertEquals(Verdict.PASS, play("-ERR no\r\n", "a> PING\na< +PONG\na|| -ERR...").verdict());
        fails(play(":1\r\n", "a> PING\na< +PONG\na| -ERR..."), "expected +PONG, and got :1");
    }

    @Test
    void theLevelSaysHowBadAFailureIs() throws IOException {
        String lines = "a> PING\na< +PONG";
        assertEquals(Verdict.NON_STRICT,
                play(FakeServer.saying(":1\r\n"), script("level: should\n", lines)).verdict());
        assertEquals(Verdict.INFO, play(FakeServer.saying(":1\r\n"), script("level: may\n", lines)).verdict());
        assertEquals(Verdict.INFO, play(FakeServer.saying("+PONG\r\n"), script("level: info\n", lines)).verdict());
    }

    @Test
    void groupsLoopsAndVariablesAreExpanded() throws IOException {
        assertEquals(Verdict.PASS, echo("""
                clients c 3
                c*>> "{me} of {n}, "
                c*<< "{me} of 3, "
                each c
                repeat 2
                c>> "{me}:{i}"
                c<< "{me}:{i}"
                end
                end
                c2>> "x"
                c2<< "x"
                """).verdict());
    }

    @Test
    void aNumberIsKept() throws IOException {
        assertEquals(Verdict.PASS, play(":42\r\n$2\r\n42\r\n", "a> X\na< :?id\na< \"{id}\"").verdict());
        fails(play(":0\r\n", "a> X\na< :?id"), "expected :?id, and got :0");
    }

    @Test
    void aClientConnectsAgain() throws IOException {
        assertEquals(Verdict.PASS, echo("""
                a>> "x"
                a<< "x"
                a! close
                a! connect
                a>> "y"
                a! half-close
                a<< "y"
                a< closed eof
                a! connect
                a! reset
                """).verdict());
    }

    @Test
    void aScriptThatMakesNoSenseIsAnError() throws IOException {
        Result closed = echo("a! connect\na! close\na>> \"x\"");
        assertEquals(Verdict.ERROR, closed.verdict());
        assertTrue(closed.reason().contains("the script itself has closed a"), closed::reason);
        assertEquals(Verdict.ERROR, echo("a! connect\na! connect").verdict());
        assertEquals(Verdict.ERROR, echo("server! pause").verdict());
    }

    @Test
    void nobodyListens() throws IOException {
        // Its port is taken, so that nobody else can listen there, but it doesn't listen itself.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            fails(play(taken, "a> PING"), "expected connected, and got refused");
            assertEquals(Verdict.PASS, play(taken, "a! try-connect\na< refused").verdict());
        }
    }

    @Test
    void aServerThatDoesNotStartAgainFails() throws IOException {
        try (FakeServer fake = new FakeServer((_, in, out) -> in.transferTo(out))) {
            Script script = script("protocol: echo\n", "server! start");
            RunningServer stubborn = new RunningServer() {
                @Override
                public InetSocketAddress address() {
                    return fake.running().address();
                }

                @Override
                public void restart() throws IOException {
                    throw new IOException("the server did not start: Address already in use");
                }
            };
            fails(playWith(stubborn, script), "server expected to be started again on the same port, and got the "
                    + "server did not start: Address already in use");
            assertEquals(Verdict.ERROR, playWith(fake.running(), script).verdict());
        }
    }

    @Test
    void drippedBytesGoOutInPieces() throws IOException {
        Result result = echo("a! drip 2 1ms\na>> \"abcde\"\na<< \"abcde\"");
        assertEquals(List.of(Bytes.of("ab"), Bytes.of("cd"), Bytes.of("e")), sent(result));
        Result split = echo("a! split 4 1ms\na>> \"abcde\"\na>> \"fg\"\na<< \"abcdefg\"");
        assertEquals(List.of(Bytes.of("abcd"), Bytes.of("e"), Bytes.of("fg")), sent(split));
    }

    private static List<Bytes> sent(Result result) {
        return result.transcript().events().stream().filter(event -> event.kind() == Transcript.Kind.SENT)
                .map(Transcript.Event::bytes).toList();
    }

    @Test
    void sendingNeverWaits() throws IOException {
        FakeServer deaf = new FakeServer((_, in, out) -> {
            int first = in.read();
            assertEquals('x', first);
            out.write("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            in.transferTo(OutputStream.nullOutputStream());
        });
        Result result = play(deaf, script("protocol: echo\n", "a>> \"x\" * 50000000\na<< \"hello\"\na! close"));
        assertEquals(Verdict.PASS, result.verdict(), result::reason);
    }

    /** Each wait is for a state that comes, and not for a limit that is over. */
    @Test
    void statesAreAwaitedAndNotTimes() throws IOException {
        Result result = echo("""
                a! connect
                a! stop-reading
                a>> "x" * 20000
                await quiet a
                a! resume
                a<< "x" * 20000
                b>> "x"
                b<< "x"
                a! close
                b! reset
                await gone a
                await gone b
                """);
        assertEquals(Verdict.PASS, result.verdict(), result::reason);
        List<String> notes = result.transcript().events().stream().filter(event -> event.who().equals("server"))
                .map(Transcript.Event::text).toList();
        assertEquals(List.of("has taken all that a has sent", "has let go of a", "has let go of b"), notes);
    }

    @Test
    void aServerThatReadsNoMoreIsQuiet() throws IOException {
        Result result = play(new FakeServer((_, in, _) -> {
            if (in.read() >= 0) {
                // Longer than it takes to look for it among thousands of connections of others.
                LockSupport.parkNanos(10_000_000_000L);
            }
        }), script("protocol: echo\n", "a>> \"x\" * 50000000\nawait quiet a\na! close"));
        assertEquals(Verdict.PASS, result.verdict(), result::reason);
        assertTrue(result.transcript().events().stream()
                .anyMatch(event -> event.text().equals("takes nothing more of what a sends")));
    }

    @Test
    void whoDoesNotReadSeesNothingUntilItReads() throws IOException {
        assertEquals(Verdict.PASS, echo("""
                a! connect
                a! stop-reading
                a>> "x"
                a< silence 30ms
                a! resume
                a<< "x"
                """).verdict());
    }

    @Test
    void aFailureIsExplained() throws IOException {
        String text = TextReport.explain(play("+PUNG\r\n", "a> PING\na< +PONG"));
        assertTrue(text.startsWith("""
                FAIL  a/b against fake
                  T.

                  docs/protocol.md, 1.1: A server listens on TCP.

                  The kind of reply, a simple string (+), is right, but not what is in it.

                  x.talk:7:  a< +PONG
                  expected  +PONG
                  came      +PUNG

                    000000   2b 50 55 4e 47 0d 0a                              |+PUNG..|

                  the conversation, in milliseconds:
                """), text);
        assertTrue(text.contains("a        → \"*1\\r\\n$4\\r\\nPING\\r\\n\""), text);
        assertTrue(text.contains("a        ← \"+PUNG\\r\\n\""), text);
    }

    @Test
    void aResponseOfHttpIsRead() throws IOException {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nName: a\r\n\r\nhello";
        String ask = "a>> \"GET / HTTP/1.1\\r\\n\\r\\n\"\n";
        assertEquals(Verdict.PASS, http(response, ask + "a< 200 name: \"a\" no Other body \"hello\"").verdict());
        fails(http(response, ask + "a< 404"), "(the status is 200, not 404)");
        fails(http(response, ask + "a< 200 body \"bye\""), "(the body is \"hello\", not \"bye\")");
        fails(http(response, ask + "a< 200 Name: \"b\""), "(Name is a, but must be \"b\")");
        fails(http(response, ask + "a< 200 Other: \"b\""), "(Other is missing, but must be \"b\")");
        fails(http(response, ask + "a< 200 no Name"), "(Name is a, but must not be there)");
        fails(http(response, ask + "a< 200 no-body"), "expected nothing more, and got \"hello\"");
        fails(http("HTTP/1.1 200\r\n\r\n", ask + "a< 200"), "no response: 'HTTP/1.1 200' is no status line");
        fails(http("HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n", ask + "a< 200"), "'Bad Name: x' is no header field");
    }

    private static Result http(String response, String lines) throws IOException {
        return play(FakeServer.saying(response), script("protocol: http\n", lines));
    }
}
