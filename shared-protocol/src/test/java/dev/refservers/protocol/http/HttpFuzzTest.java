package dev.refservers.protocol.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.SessionProbe;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Requests as nobody would write them. */
class HttpFuzzTest {

    private static final int RUNS = 100_000;
    private static final Limits LIMITS = new Limits(10, 100, 10, 400, 500, 0, 0, 0, 1_000);
    private static final Status STATUS = new Status("test", 1, 2, 3, 4, 5, 6, 7, 8);

    private static final String CHUNKS = "5;x=y\r\nhello\r\na\r\n0123456789\r\n0\r\nX: y\r\n\r\n";
    private static final List<String> SEEDS = List.of(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "HEAD /status?x=%20 HTTP/1.1\r\nHost: a:80\r\nConnection: close\r\n\r\n",
            "GET http://a/metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world",
            "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS);

    private static final List<String> PIECES = List.of("\r", "\n", "\r\n", "\r\n\r\n", " ", "\t", ":", "0", "9", "f",
            "%",
            "/", "?", "HTTP/1.1", "HTTP/9.9", "Host: b\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n",
            "Connection: close\r\n", "\u0000", "\u00ff", "GET ", "99999999999999999999", "chunked", "x".repeat(450));

    private final HttpProtocol protocol = new HttpProtocol(LIMITS, new Statistics(), () -> STATUS);

    @Test
    void everyMutatedRequestIsAnsweredWellFormedOrWaitedForHoweverItWasCut() {
        int answered = 0;
        int ended = 0;
        for (int run = 0; run < RUNS; run++) {
            SplittableRandom random = new SplittableRandom(run);
            String input = mutated(random);
            try {
                SessionProbe whole = SessionProbe.open(protocol).send(input);
                String expected = whole.received();
                List<HttpReply> replies = HttpReply.all(expected);
                assertProgress(whole, replies);
                assertEquals(expected, inPieces(input, random), "in pieces, to a reader that pauses");
                answered += replies.size();
                ended += !replies.isEmpty() && replies.getLast().closes() ? 1 : 0;
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("run " + run + ", input " + input.replace("\r", "\\r").replace("\n", "\\n")
                        + ": " + failure.getMessage(), failure);
            }
        }
        assertTrue(answered > RUNS && ended > RUNS / 10 && ended < RUNS * 9 / 10,
                "the mutations are too wild or too tame: "
                        + answered + " responses, " + ended + " connections ended");
    }

    /** What is open goes on with the next bytes, and what is not open ends: nothing hangs. */
    private static void assertProgress(SessionProbe probe, List<HttpReply> replies) {
        Session session = probe.session();
        assertEquals(!replies.isEmpty() && replies.getLast().closes(), session.outputEnded(), "ended without a close");
        assertTrue(session.wantsInput(), "all is taken, so more is wanted");
        assertFalse(session.wantsOutput(), "all is taken, so nothing is owed");
        probe.halfClose();
        assertEquals("", probe.received());
        assertTrue(session.finished());
        assertEquals(Session.NEVER, session.deadline());
    }

    private String inPieces(String input, SplittableRandom random) {
        SessionProbe probe = SessionProbe.open(protocol);
        StringBuilder received = new StringBuilder();
        int at = 0;
        while (at < input.length()) {
            int to = Math.min(input.length(), at + 1 + random.nextInt(random.nextBoolean() ? 4 : 200));
            probe.stopReading().send(input.substring(at, to));
            if (random.nextBoolean()) {
                received.append(probe.readAgain().received());
            }
            at = to;
        }
        return received.append(probe.readAgain().received()).toString();
    }

    private static String mutated(SplittableRandom random) {
        StringBuilder input = new StringBuilder();
        int requests = 1 + random.nextInt(4);
        for (int i = 0; i < requests; i++) {
            input.append(SEEDS.get(random.nextInt(SEEDS.size())));
        }
        int mutations = random.nextInt(4);
        for (int i = 0; i < mutations; i++) {
            mutate(input, random);
        }
        return input.toString();
    }

    private static void mutate(StringBuilder input, SplittableRandom random) {
        int at = random.nextInt(input.length());
        int to = Math.min(input.length(), at + 1 + random.nextInt(8));
        switch (random.nextInt(6)) {
            case 0 -> input.setCharAt(at, (char) random.nextInt(256));
            case 1 -> input.setCharAt(at, (char) (input.charAt(at) ^ 1 << random.nextInt(8)));
            case 2 -> {
                // One byte is left, so that there is always something to mutate.
                if (to - at < input.length()) {
                    input.delete(at, to);
                }
            }
            case 3 -> input.insert(at, input.substring(at, to));
            case 4 -> input.insert(random.nextInt(input.length()), input.substring(at, to));
            default -> input.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        }
        assertEquals(input.length(), input.toString().getBytes(ISO_8859_1).length);
    }
}
