package dev.refservers.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A session whose queues are in another process: they answer later, and in parts. */
final class DistantQueuesTest {

    private static final int PART_BYTES = 10_000;
    private static final int PARTS = 100;
    private static final byte[] PART = "x".repeat(PART_BYTES).getBytes(ISO_8859_1);

    private final Statistics statistics = new Statistics();
    private int partsTaken;

    private final class Distant implements Queues.Client {

        @Override
        public Outcome execute(Request request, Reply reply, long now) {
            return Outcome.WAITING;
        }

        @Override
        public Outcome complete(Reply reply, long now) {
            reply.raw(ByteBuffer.wrap(PART));
            return ++partsTaken == PARTS ? Outcome.ANSWERED : Outcome.WAITING;
        }

        @Override
        public void cancelWait() {}

        @Override
        public long deadline() {
            return Session.NEVER;
        }

        @Override
        public boolean killed() {
            return false;
        }

        @Override
        public void close() {}
    }

    @Test
    void aLongReplyIsAskedForNoFasterThanTheClientTakesIt() {
        Session session = new QueueProtocol(Limits.DEFAULT, statistics, (wake, now) -> new Distant()).open(() -> {}, 0);
        session.receive(ByteBuffer.wrap("LLEN q\r\n".getBytes(ISO_8859_1)), 0);
        for (int i = 0; i < PARTS; i++) {
            session.resume(0);
        }
        int room = Limits.DEFAULT.outputHighWaterBytes() / PART_BYTES + 1;
        assertEquals(room, partsTaken);

        long taken = 0;
        while (session.wantsOutput()) {
            ByteBuffer owed = session.output();
            taken += owed.remaining();
            owed.position(owed.limit());
            assertTrue(partsTaken * (long) PART_BYTES - taken <= room * (long) PART_BYTES);
            session.resume(0);
        }
        assertEquals(PARTS, partsTaken);
        assertEquals((long) PARTS * PART_BYTES, taken);
        session.close();
    }

    @Test
    void aPartThatCameWhileThereWasNoRoomIsAskedForOnceThereIs() {
        Session session = new QueueProtocol(Limits.DEFAULT, statistics, (wake, now) -> new Distant()).open(() -> {}, 0);
        session.receive(ByteBuffer.wrap("LLEN q\r\n".getBytes(ISO_8859_1)), 0);
        int room = Limits.DEFAULT.outputHighWaterBytes() / PART_BYTES + 1;
        // The last of these is the wake that finds no room.
        for (int i = 0; i <= room; i++) {
            session.resume(0);
        }
        assertEquals(room, partsTaken);

        while (session.output().hasRemaining()) {
            session.output().position(session.output().limit());
        }
        assertTrue(session.wantsOutput(), "nobody wakes it a second time");
        session.resume(0);
        assertEquals(room + 1, partsTaken);
        session.close();
    }

    @Test
    void aClientThatTheQueuesDoNotTakeIsNotCounted() {
        Protocol protocol = new QueueProtocol(Limits.DEFAULT, statistics, (wake, now) -> {
            throw new IllegalStateException("no way there");
        });
        assertThrows(IllegalStateException.class, () -> protocol.open(() -> {}, 0));
        assertEquals(0, statistics.connectionsOpen());
        assertEquals(0, statistics.connectionsAccepted());
    }
}
