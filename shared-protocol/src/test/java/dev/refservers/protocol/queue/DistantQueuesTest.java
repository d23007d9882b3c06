package dev.refservers.protocol.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session whose queues are in another process: they answer later, and in parts. */
final class DistantQueuesTest {

    private static final int PART_BYTES = 10_000;
    private static final int PARTS = 100;
    private static final byte[] PART = "x".repeat(PART_BYTES).getBytes(ISO_8859_1);

    private final Statistics statistics = new Statistics();
    private int partsTaken;

    /** One that waits without a deadline, and is never killed. */
    private abstract static class Unhurried implements Queues.Client {
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

    private final class Distant extends Unhurried {

        @Override
        public Outcome execute(Request request, Reply reply, long now) {
            return Outcome.WAITING;
        }

        @Override
        public Outcome complete(Reply reply, long now) {
            reply.raw(ByteBuffer.wrap(PART));
            return ++partsTaken == PARTS ? Outcome.ANSWERED : Outcome.WAITING;
        }
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

    /** Takes requests before it has answered earlier ones, and answers all of them at once. */
    private static final class Ahead extends Unhurried {

        private final List<String> executed = new ArrayList<>();
        private int owed;

        @Override
        public Outcome execute(Request request, Reply reply, long now) {
            executed.add(request.text(0));
            owed++;
            return Outcome.WAITING;
        }

        @Override
        public boolean takesMore() {
            return true;
        }

        @Override
        public Outcome complete(Reply reply, long now) {
            for (; owed > 0; owed--) {
                reply.raw(ByteBuffer.wrap(":1\r\n".getBytes(ISO_8859_1)));
            }
            return Outcome.ANSWERED;
        }
    }

    /** What is answered here, be it an error, comes behind what others still have to say, and is parsed anew then. */
    @ParameterizedTest
    @CsvSource({
        "'RPUSH q a~*3~$5~RPUSH~$1~q~+b~RPUSH q c~', RPUSH, ':1~-ERR Protocol error: expected ''$'', got ''+''~'",
        "'RPUSH q a~*2~$4~ECHO~$1~b~RPUSH q c~', RPUSH RPUSH, ':1~$1~b~:1~'",
        "'RPUSH q a~*x~RPUSH q c~', RPUSH, ':1~-ERR Protocol error: invalid multibulk length~'"})
    void whatIsAnsweredHereComesBehindWhatOthersHaveToSay(String said, String executed, String answered) {
        for (int first = 1; first <= said.length(); first++) {
            Ahead ahead = new Ahead();
            Session session = new QueueProtocol(Limits.DEFAULT, statistics, (wake, now) -> ahead).open(() -> {}, 0);
            StringBuilder told = new StringBuilder();
            for (String part : List.of(said.substring(0, first), said.substring(first))) {
                ByteBuffer in = ByteBuffer.wrap(part.replace("~", "\r\n").getBytes(ISO_8859_1));
                if (session.wantsInput() && in.hasRemaining()) {
                    session.receive(in, 0);
                }
            }
            for (int turn = 0; turn < 5; turn++) {
                session.resume(0);
                ByteBuffer output = session.output();
                told.append(ISO_8859_1.decode(output));
            }
            assertEquals(executed, String.join(" ", ahead.executed), "cut at " + first);
            assertEquals(answered.replace("~", "\r\n"), told.toString(), "cut at " + first);
            session.close();
        }
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
