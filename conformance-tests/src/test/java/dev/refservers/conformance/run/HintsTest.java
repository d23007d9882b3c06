package dev.refservers.conformance.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What newcomers are told about a failure: each hint with a server that deserves it, and one that does not. */
final class HintsTest {

    private static final FakeServer.Behaviour ECHO = (_, in, out) -> in.transferTo(out);

    private static FakeServer.Behaviour says(String reply) {
        return (_, in, out) -> {
            if (in.read() >= 0) {
                say(out, reply);
                in.transferTo(OutputStream.nullOutputStream());
            }
        };
    }

    private static FakeServer.Behaviour saysAndCloses(String reply) {
        return (_, in, out) -> {
            byte[] all = new byte[1 << 16];
            if (in.read(all) >= 0) {
                say(out, reply);
            }
        };
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String explained(FakeServer.Behaviour behaviour, String protocol, String lines) throws IOException {
        try (FakeServer server = new FakeServer(behaviour)) {
            Result result = new Player("fake", server.running(), () -> {
                throw new IOException("a fake has no control");
            }, 1).play(PlayerTest.script("protocol: " + protocol + "\n", lines));
            assertEquals(Verdict.FAIL, result.verdict(), result::reason);
            return TextReport.explain(result).replaceAll("\\s+", " ");
        }
    }

    private static void deserves(String hint, FakeServer.Behaviour behaviour, String protocol, String lines)
            throws IOException {
        String text = explained(behaviour, protocol, lines);
        assertTrue(text.contains(hint), text);
    }

    private static void doesNot(String hint, FakeServer.Behaviour behaviour, String protocol, String lines)
            throws IOException {
        String text = explained(behaviour, protocol, lines);
        assertFalse(text.contains(hint), text);
    }

    @Test
    void anUnknownCommandIsNamedAlsoWhereTheErrorIsExactlyRight() throws IOException {
        String hint = "The server does not know CLIENT.";
        String ask = "a> CLIENT ID\n";
        deserves(hint, says("-ERR unknown command 'CLIENT', with args beginning with: 'ID' \r\n"), "queue",
                ask + "a< :>0");
        deserves(hint, says("-ERR unknown command 'CLIENT'\r\n"), "queue", ask + "a< :>0");
        deserves("does not know a command", says("-ERR unknown command\r\n"), "queue", ask + "a< :>0");
        deserves("The server does not know ID.", says("-ERR unknown subcommand 'ID'. Try CLIENT HELP.\r\n"), "queue",
                ask + "a< :>0");
        doesNot("does not know", says("-ERR syntax error\r\n"), "queue", ask + "a< :>0");
        // It is asked for what nobody knows, and says so in other words.
        doesNot("does not know", says("-ERR unknown command 'FOO'\r\n"), "queue",
                "a> FOO\na< -\"ERR unknown command 'FOO', with args beginning with: \"");
    }

    @Test
    void anEndThatComesTooEarlyIsExplained() throws IOException {
        String once = "Does it serve one request and then close?";
        String lines = "a>> \"abc\"\na<< \"abc\"\na>> \"def\"\na<< \"def\"";
        deserves(once, saysAndCloses("abc"), "echo", lines);
        doesNot(once, saysAndCloses(""), "echo", lines);
        deserves("did the code that serves it fail?", saysAndCloses(""), "echo", lines);
        deserves("The server ended the connection, where it must not yet", saysAndCloses(""), "queue",
                "a> PING\na< +PONG");
        doesNot("The server ended the connection", says(""), "queue", "a> PING\na< +PONG");
    }

    @Test
    void missingBytesAreCalledMissing() throws IOException {
        String hint = "Is what send returns looked at?";
        String lines = "a! connect\na! stop-reading\na>> \"x\" * 1000\na! resume\na<< \"x\" * 1000";
        deserves("161 bytes of 1000 are missing. " + hint, says("x".repeat(839)), "echo", lines);
        deserves("161 bytes of 1000 are missing. The connection was ended before all was sent",
                saysAndCloses("x".repeat(839)), "echo", lines);
        deserves("488 bytes of 1000 are missing. Exactly 512 came: is what does not fit into a buffer",
                says("x".repeat(512)), "echo", "a>> \"x\" * 1000\na<< \"x\" * 1000");
        doesNot("Exactly", says("x".repeat(839)), "echo", "a>> \"x\" * 1000\na<< \"x\" * 1000");
        doesNot("missing", says("y".repeat(1000)), "echo", lines);
        doesNot("missing", says(""), "echo", lines);
    }

    @Test
    void bytesThatDifferAreShownAroundTheDifference() throws IOException {
        String came = "x".repeat(70_000) + "THERE" + "x".repeat(29_995);
        String text = explained(says(came), "echo", "a>> \"x\"\na<< \"x\" * 100000");
        assertTrue(text.contains("byte 70000 is the first that differs"), text);
        assertTrue(text.contains("54 48 45 52 45"), text);
        assertTrue(text.contains("|xxTHERExx") || text.contains("THERE"), text);
        assertTrue(text.contains("0110f0 ") || text.contains("011170 "), text);
        assertFalse(text.contains(" 000000 "), text);
    }

    @Test
    void echoAndHttpAreNotExplainedInWordsAboutReplies() throws IOException {
        for (String words : new String[]{"bulk string", "LF without CR", "kind of reply"}) {
            doesNot(words, says("he"), "echo", "a>> \"hello\"\na<< \"hello\"");
            doesNot(words, says("world"), "echo", "a>> \"hello\"\na<< \"hello\"");
            doesNot(words, says("HTTP/1.1 200 OK\r\nContent-Le"), "http", "a>> \"x\"\na< 200");
            doesNot(words, says("HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n"), "http", "a>> \"x\"\na< 200");
        }
        deserves("Content-Length may be more than the body has", says("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx"),
                "http", "a>> \"x\"\na< 200");
        deserves("This is no response of HTTP/1.1", says("HTTP/1.1 200\r\n\r\n"), "http", "a>> \"x\"\na< 200");
        deserves("These bytes are no reply at all", says("PONG\r\n"), "queue", "a> PING\na< +PONG");
        deserves("LF without CR", says("+PONG\n"), "queue", "a> PING\na< +PONG");
        deserves("the connection was ended before all was sent", saysAndCloses("+PON"), "queue", "a> PING\na< +PONG");
        doesNot("LF without CR", says("+PUNG\r\n"), "queue", "a> PING\na< +PONG");
    }

    @Test
    void kindsOfRepliesAreCompared() throws IOException {
        deserves("Nil ($-1) came, where there must be the nil array (*-1).", says("$-1\r\n"), "queue",
                "a> BLPOP k 1\na< nil*");
        deserves("The kind of reply, an array (*), is right, but not what is in it.", says("*1\r\n:1\r\n"), "queue",
                "a> X\na< [ :2 ]");
        doesNot("The kind of reply", says(":1\r\n"), "queue", "a> X\na< [ :2 ]");
        doesNot("bulk string", says("hello"), "queue", "a>> \"x\"\na<< \"world\"");
    }

    @Test
    void nothingIsSaidToHaveBeenWaitedForThatWasNot() throws IOException {
        doesNot("then nothing for", says("x"), "echo", "a>> \"x\"\na< closed");
        doesNot("then nothing for", says("x"), "echo", "a>> \"x\"\na< silence 300ms");
        doesNot("then nothing for", says("xy"), "echo", "a>> \"x\"\na<< \"x\"");
        deserves("nothing for 300 ms", says(""), "echo", "a>> \"x\"\na<< \"x\"");
    }

    @Test
    void whatMustNotBeSaidIsExplained() throws IOException {
        deserves("The conversation was over, but the server had said more", says("xy"), "echo", "a>> \"x\"\na<< \"x\"");
        deserves("The server must say nothing here yet.", says("x"), "echo", "a>> \"x\"\na< silence 300ms");
        deserves("must end the connection here, and said something before", says("x"), "echo", "a>> \"x\"\na< closed");
        deserves("The server must end the connection here, and did not.", says(""), "echo", "a>> \"x\"\na< closed");
        deserves("and did not: the client had ended its sending side", (_, in, _) -> {
            in.transferTo(OutputStream.nullOutputStream());
            sleep();
        }, "echo", "a! connect\na! half-close\na< closed");
        doesNot("must end the connection", ECHO, "echo", "a>> \"x\"\na<< \"y\"");
    }

    private static void sleep() {
        LockSupport.parkNanos(1_000_000_000);
    }

    @Test
    void silenceIsExplainedByWhoWasAnswered() throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);
        FakeServer.Behaviour newest = (_, in, out) -> {
            if (first.getAndSet(false)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            in.transferTo(out);
        };
        String later = "answered b, who connected later. Does it read only from its newest connection?";
        String lines = "a! connect\nb>> \"x\"\nb<< \"x\"\na>> \"y\"\na<< \"y\"";
        deserves(later, newest, "echo", lines);
        doesNot(later, says(""), "echo", lines);
        deserves("The server said nothing in the whole conversation.", says(""), "echo", lines);
        AtomicBoolean taken = new AtomicBoolean();
        FakeServer.Behaviour oneAtATime = (_, in, out) -> {
            if (taken.getAndSet(true)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            in.transferTo(out);
        };
        String one = "answered a, who connected before and still is connected. Does it serve one client at a time?";
        String turns = "a>> \"x\"\na<< \"x\"\nb>> \"y\"\nb<< \"y\"";
        deserves(one, oneAtATime, "echo", turns);
        doesNot(one, newest(), "echo", lines);
        // Who waits in a blocking command may be owed nothing.
        doesNot("connected later", newest(), "queue", "a> BLPOP k 0\nb>> \"+x\\r\\n\"\nb< +x\na< +y");
        doesNot("connected before", newest(), "queue", "a>> \"+x\\r\\n\"\nb> BLPOP k 0\nb< ?\na< +x");
    }

    private static FakeServer.Behaviour newest() {
        AtomicBoolean first = new AtomicBoolean(true);
        return (_, in, out) -> in.transferTo(first.getAndSet(false) ? OutputStream.nullOutputStream() : out);
    }

    @Test
    void anEndInAnotherWayIsExplained() throws IOException {
        FakeServer.Behaviour resets = (socket, in, _) -> {
            int read = in.read();
            socket.setSoLinger(read >= 0, 0);
        };
        deserves("closed with input that nobody has read", resets, "echo", "a>> \"x\"\na< closed eof");
        doesNot("closed with input", saysAndCloses(""), "echo", "a>> \"x\"\na< closed rst");
    }

    @Test
    void whoCannotConnectIsTold() throws IOException {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Result result = new Player("fake", () -> (InetSocketAddress) taken.getLocalSocketAddress(), () -> {
                throw new IOException("a fake has no control");
            }, 1).play(PlayerTest.script("protocol: echo\n", "a>> \"x\"\na<< \"x\""));
            String text = TextReport.explain(result);
            assertTrue(text.contains("Nobody listens at this address and port."), text);
        }
        doesNot("Nobody listens", ECHO, "echo", "a>> \"x\"\na<< \"y\"");
        deserves("Somebody still listens here", ECHO, "echo", "a! try-connect\na< refused");
    }

    /** The runner's own closings of forty clients are no part of the conversation. */
    @Test
    void theConversationOfManyShowsTheOneThatFailed() throws IOException {
        String text = explained((_, in, out) -> {
            byte[] all = new byte[100];
            int size = in.read(all);
            if (size > 0) {
                String said = new String(all, 0, size, StandardCharsets.US_ASCII);
                say(out, said.equals("3") ? "wrong" : said);
            }
            in.transferTo(OutputStream.nullOutputStream());
        }, "echo", "clients c 40\nc*>> \"{me}\"\nc*<< \"{me}\"");
        assertTrue(text.contains("c3 connects"), text);
        assertTrue(text.contains("c3 ← \"wrong\""), text);
        assertFalse(text.contains("closes"), text);
    }

    /** Escape sequences, markup, and marks that turn the direction of writing. */
    @Test
    void whatATargetSendsActsOnNobody() throws IOException {
        String evil = "\u001b[2J<script>alert(1)</script>\u00e2\u0080\u00ae\u009b";
        for (String[] one : new String[][]{{"queue", "+" + evil + "\r\n", "a> X\na< +Y"},
            {"queue", "$" + evil + "\r\n", "a> X\na< +Y"}, {"queue", evil, "a> X\na< +Y"},
            {"echo", evil, "a>> \"x\"\na<< \"y\""}, {"echo", evil, "a>> \"x\"\na< closed"},
            {"http", evil + "\r\n\r\n", "a>> \"x\"\na< 200"},
            {"http", "HTTP/1.1 200 " + evil + "\r\nContent-Length: 0\r\n\r\n", "a>> \"x\"\na< 201"},
            {"http", "HTTP/1.1 200 \r\n" + evil + "\r\n\r\n", "a>> \"x\"\na< 200"},
            {"http", "HTTP/1.1 200 \r\nContent-Length: " + evil + "\r\n\r\n", "a>> \"x\"\na< 200"},
            {"http", "HTTP/1.1 200 \r\nX: " + evil + "\r\nContent-Length: 0\r\n\r\n", "a>> \"x\"\na< 200 X: \"y\""},
            {"http", "HTTP/1.1 200 \r\nX: " + evil + "\r\nContent-Length: 0\r\n\r\n", "a>> \"x\"\na< 200 no X"}}) {
            try (FakeServer server = new FakeServer(says(one[1]))) {
                Result result = new Player("fake", server.running(), () -> {
                    throw new IOException("a fake has no control");
                }, 1).play(PlayerTest.script("protocol: " + one[0] + "\n", one[2]));
                assertEquals(Verdict.FAIL, result.verdict(), result::reason);
                Reports.mustBeHarmless(result);
            }
        }
    }
}
