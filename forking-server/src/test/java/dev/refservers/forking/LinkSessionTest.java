package dev.refservers.forking;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.protocol.queue.LocalQueues;
import dev.refservers.protocol.queue.QueueProtocol;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class LinkSessionTest {

    private static final long IDLE_NANOS = 1_000;
    private static final byte[] CANCEL = {0, 0, 0, 0};

    private final Limits limits = new Limits(10, 1000, 10, 1000, 1000, 1000, 10_000, IDLE_NANOS, 100);
    private final QueueProtocol protocol = new QueueProtocol(limits, new Statistics(),
            new LocalQueues(limits, () -> new Status("test", 1, 0, 0, 0, 0, 0, 1, 0)));
    private final Session link = open();
    private long now;

    @Test
    void requestsAreTakenOutOfTheirFramesHoweverTheseAreCut() {
        byte[] two = concat(frame("RPUSH q a\r\n"), frame("*2\r\n$4\r\nLLEN\r\n$1\r\nq\r\n"), CANCEL);
        assertEquals(":1\r\n:1\r\n", exchange(link, two));
        for (int at = 1; at < two.length; at++) {
            Session cut = open();
            String reply = exchange(cut, slice(two, 0, at)) + exchange(cut, slice(two, at, two.length));
            assertEquals(":" + (at + 1) + "\r\n:" + (at + 1) + "\r\n", reply, "cut at " + at);
        }
    }

    @Test
    void aRequestMayComeInSeveralFrames() {
        assertEquals("", exchange(link, frame("RPUSH q ")));
        assertEquals(":2\r\n", exchange(link, frame("a b\r\n")));
    }

    @Test
    void aWaitIsGivenUpWhenItIsCancelled() {
        assertEquals("", exchange(link, frame("BLPOP q 0\r\n")));
        assertFalse(link.finished());
        exchange(link, CANCEL);
        assertTrue(link.finished());
        Session other = open();
        assertEquals(":1\r\n:1\r\n", exchange(other, concat(frame("RPUSH q a\r\n"), frame("LLEN q\r\n"))));
    }

    @Test
    void aWaitBehindRepliesThatHaveNotBeenTakenIsGivenUpToo() {
        link.receive(ByteBuffer.wrap(concat(frame("RPUSH p a\r\n"), frame("BLPOP q 0\r\n"))), now);
        link.resume(now);
        assertTrue(link.output().hasRemaining());
        assertEquals(":1\r\n", exchange(link, CANCEL));
        assertTrue(link.finished());
        assertEquals(":1\r\n:1\r\n", exchange(open(), concat(frame("RPUSH q a\r\n"), frame("LLEN q\r\n"))));
    }

    @Test
    void aCancellationThatComesTooLateChangesNothing() {
        Session other = open();
        assertEquals("", exchange(link, frame("BLPOP q 0\r\n")));
        // The push serves the waiter, who has not been resumed when the cancellation comes.
        assertEquals(":1\r\n", exchange(other, frame("RPUSH q a\r\n")));
        assertEquals("*2\r\n$1\r\nq\r\n$1\r\na\r\n", exchange(link, CANCEL));
        assertFalse(link.finished());
        assertEquals(":0\r\n", exchange(link, frame("LLEN q\r\n")));
    }

    @Test
    void aCancellationOfWhatWasAnsweredAtOnceChangesNothing() {
        assertEquals(":1\r\n", exchange(link, concat(frame("RPUSH q a\r\n"), CANCEL)));
        assertEquals("*2\r\n$1\r\nq\r\n$1\r\na\r\n", exchange(link, concat(frame("BLPOP q 0\r\n"), CANCEL)));
        assertEquals(":0\r\n", exchange(link, frame("LLEN q\r\n")));
    }

    @Test
    void anIdleLinkIsNotClosed() {
        assertEquals(":1\r\n", exchange(link, frame("RPUSH q a\r\n")));
        for (int i = 0; i < 10; i++) {
            now = link.deadline() + 1;
            assertEquals("", exchange(link, new byte[0]));
            assertFalse(link.finished());
        }
        assertTrue(now > 5 * IDLE_NANOS);
        assertEquals(":1\r\n", exchange(link, frame("LLEN q\r\n")));
    }

    @Test
    void aLinkThatStallsWithinARequestIsClosed() {
        exchange(link, slice(frame("RPUSH q a\r\n"), 0, 8));
        now = link.deadline() + 1;
        exchange(link, new byte[0]);
        assertTrue(link.finished());
    }

    private Session open() {
        return new LinkSession(protocol.open(() -> {}, now));
    }

    /** Does what a driver does with these bytes, and returns what is written. */
    private String exchange(Session session, byte[] bytes) {
        session.receive(ByteBuffer.wrap(bytes), now);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        session.resume(now);
        while (session.wantsOutput()) {
            ByteBuffer owed = session.output();
            written.write(owed.array(), owed.arrayOffset() + owed.position(), owed.remaining());
            owed.position(owed.limit());
            session.resume(now);
        }
        return written.toString(ISO_8859_1);
    }

    private static byte[] frame(String request) {
        return concat(new byte[]{0, 0, 0, (byte) request.length()}, request.getBytes(ISO_8859_1));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }
}
