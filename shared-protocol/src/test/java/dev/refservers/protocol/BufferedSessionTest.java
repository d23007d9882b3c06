package dev.refservers.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferedSessionTest {

    private static final long LINGER = 1_000;
    private static final long IDLE = 5_000;
    private static final int HIGH_WATER = 10;

    private boolean full;
    private boolean peerWaits;
    private boolean served;
    private boolean waitsForRoom;
    private long advanceDeadline = Session.NEVER;
    private final List<String> calls = new ArrayList<>();

    /** Echoes, ends at a full stop, breaks off at an exclamation mark, and notes what it is asked to do. */
    private final class Notes extends BufferedSession {
        Notes(long idleNanos) {
            super(new Limits(1, 1, 1, 1, HIGH_WATER, 0, 0, idleNanos, LINGER), 0);
        }

        @Override
        protected void take(ByteBuffer in, long now) {
            calls.add("take " + in.remaining());
            while (in.hasRemaining()) {
                byte b = in.get();
                out.put(b);
                if (b == '.') {
                    end();
                } else if (b == '!') {
                    abort();
                }
            }
        }

        @Override
        protected void advance(long now) {
            peerWaits &= !served;
            if (lastInput()) {
                calls.add("last advance");
                out.put("bye");
                end();
            }
        }

        @Override
        protected boolean inputFull() {
            return full;
        }

        @Override
        protected boolean waitsForRoom() {
            return waitsForRoom;
        }

        @Override
        protected boolean peerWaits() {
            return peerWaits;
        }

        @Override
        protected long advanceDeadline() {
            return advanceDeadline;
        }

        @Override
        protected void release() {
            calls.add("release");
        }
    }

    private final Notes session = new Notes(IDLE);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private void take(int bytes) {
        ByteBuffer output = session.output();
        output.position(output.position() + bytes);
    }

    @Test
    void aNewSessionWantsInputAndNothingElse() {
        assertTrue(session.wantsInput());
        assertFalse(session.wantsOutput());
        assertFalse(session.outputEnded());
        assertFalse(session.finished());
        assertEquals(IDLE, session.deadline());
        assertEquals(Session.NEVER, new Notes(0).deadline());
    }

    @Test
    void inputIsRefusedFromTheHighWaterMarkOnAndWhileTooMuchIsKept() {
        session.receive(bytes("123456789"), 0);
        assertTrue(session.wantsInput());
        session.receive(bytes("0"), 0);
        assertFalse(session.wantsInput(), "at the mark");
        take(1);
        assertTrue(session.wantsInput());
        full = true;
        assertFalse(session.wantsInput());
    }

    @Test
    void whatWaitsForRoomWantsOutputAsSoonAsThereIsRoom() {
        waitsForRoom = true;
        assertTrue(session.wantsOutput());
        session.receive(bytes("."), 0);
        take(1);
        assertFalse(session.wantsOutput(), "ended");
    }

    @Test
    void afterTheEndWhatIsOwedIsSentAndInputIsReadAndDropped() {
        session.receive(bytes("a."), 10);
        assertFalse(session.outputEnded());
        assertTrue(session.wantsInput());
        session.receive(bytes("more"), 20);
        take(2);
        assertTrue(session.outputEnded());
        assertTrue(session.wantsInput(), "so that the peer gets the last reply and not a reset");
        assertEquals(List.of("take 2"), calls);
    }

    @Test
    void theLingerTimeStartsWhenTheLastByteIsTaken() {
        session.receive(bytes("."), 10);
        assertFalse(session.finished());
        session.resume(2_000);
        take(1);
        assertEquals(2_000 + LINGER, session.deadline());
        session.resume(2_000 + LINGER - 1);
        assertFalse(session.finished());
        session.receive(bytes("more"), 2_000 + LINGER - 1);
        assertEquals(2_000 + LINGER, session.deadline(), "input does not prolong it");
        session.resume(2_000 + LINGER);
        assertTrue(session.finished());
    }

    @Test
    void thereIsNoLingeringForAPeerThatHasEnded() {
        session.receive(bytes("."), 10);
        session.endOfInput(20);
        assertFalse(session.finished());
        take(1);
        assertTrue(session.finished());
        assertFalse(session.wantsInput());
        assertEquals(Session.NEVER, session.deadline());
    }

    @Test
    void endOfInputStillAnswersWhatIsKeptAndThenEnds() {
        session.receive(bytes("a"), 0);
        session.endOfInput(10);
        assertEquals(List.of("take 1", "last advance"), calls);
        assertFalse(session.wantsInput());
        take(4);
        assertTrue(session.finished());
    }

    @Test
    void endOfInputAfterTheEndAnswersNothing() {
        session.receive(bytes("."), 0);
        session.endOfInput(10);
        session.resume(20);
        assertEquals(List.of("take 1"), calls);
    }

    @Test
    void shutdownAnswersWhatIsKeptLooksAtNoInputAndLingers() {
        session.shutdown(10);
        session.receive(bytes("abc"), 20);
        assertEquals(List.of("last advance"), calls);
        assertTrue(session.wantsInput());
        take(3);
        assertTrue(session.outputEnded());
        assertFalse(session.finished());
        assertEquals(20 + LINGER, session.deadline());
    }

    @Test
    void shutdownTwiceOrAfterEndOfInputAnswersOnce() {
        session.endOfInput(10);
        session.shutdown(20);
        session.shutdown(30);
        assertEquals(List.of("last advance"), calls);
    }

    @Test
    void anAbortedSessionIsFinishedAtOnceAndOwesNothing() {
        session.receive(bytes("abc!"), 0);
        assertFalse(session.output().hasRemaining());
        assertTrue(session.finished());
        assertFalse(session.wantsInput());
        assertEquals(Session.NEVER, session.deadline());
    }

    @Test
    void aConnectionOnWhichNothingMovesIsClosed() {
        session.receive(bytes("a"), 100);
        take(1);
        session.resume(200);
        assertEquals(200 + IDLE, session.deadline(), "taken output moved");
        session.resume(200 + IDLE - 1);
        assertFalse(session.finished());
        session.resume(200 + IDLE);
        assertTrue(session.finished());
    }

    @Test
    void whatIsTakenBehindTheLastCallMovedThenAndNotWhenTheNextCallComes() {
        session.receive(bytes("a"), 100);
        session.resume(100);
        take(1);
        assertEquals(100 + IDLE, session.deadline());
        session.resume(100 + IDLE);
        assertTrue(session.finished(), "nothing has moved for so long");
    }

    @Test
    void aReplyThatLeavesLateMovesLate() {
        session.receive(bytes("ab"), 100);
        session.resume(100 + IDLE - 1);
        take(1);
        assertEquals(2 * IDLE + 99, session.deadline());
        session.resume(100 + IDLE);
        assertFalse(session.finished());
    }

    @Test
    void outputThatIsTakenBeforeTheEndOfInputMovedToo() {
        session.receive(bytes("abc"), 0);
        take(2);
        session.endOfInput(100);
        assertEquals(100 + IDLE, session.deadline());
        take(2);
        session.resume(200);
        assertEquals(200 + IDLE, session.deadline(), "taken of what the end of input added");
    }

    @Test
    void aPeerThatDoesNotReadItsLastReplyIsIdleHoweverMuchItSends() {
        session.receive(bytes("."), 0);
        session.receive(bytes("more"), IDLE - 1);
        session.resume(IDLE);
        assertTrue(session.finished());
    }

    @Test
    void aPeerThatIsOwedSomethingLaterIsNotIdle() {
        peerWaits = true;
        advanceDeadline = 9 * IDLE;
        assertEquals(9 * IDLE, session.deadline());
        session.resume(8 * IDLE);
        assertFalse(session.finished());
        peerWaits = false;
        session.resume(8 * IDLE);
        assertTrue(session.finished());
    }

    @Test
    void aPeerThatIsServedAfterALongWaitIsNotIdle() {
        peerWaits = true;
        served = true;
        session.resume(8 * IDLE);
        assertFalse(session.finished());
        assertEquals(9 * IDLE, session.deadline());
        session.resume(9 * IDLE);
        assertTrue(session.finished());
    }

    @Test
    void theSoonerOfTwoDeadlinesCounts() {
        advanceDeadline = 10;
        assertEquals(10, session.deadline());
        advanceDeadline = IDLE + 1;
        assertEquals(IDLE, session.deadline());
        Notes patient = new Notes(Long.MAX_VALUE);
        patient.receive(bytes("a"), 100);
        assertEquals(IDLE + 1, patient.deadline(), "an idle time-out beyond the end of the scale is later");
    }

    @Test
    void closeReleasesOnceAndDropsWhatIsOwed() {
        session.receive(bytes("abc"), 0);
        session.close();
        session.close();
        assertEquals(List.of("take 3", "release"), calls);
        assertFalse(session.wantsOutput());
        assertTrue(session.finished());
    }

    @Test
    void needlessCallsDoNothing() {
        for (int i = 0; i < 3; i++) {
            session.resume(0);
            session.receive(bytes(""), 0);
        }
        assertTrue(session.wantsInput());
        assertFalse(session.wantsOutput());
        assertEquals(IDLE, session.deadline());
    }

    @Test
    void aRefusedClientIsToldAndLingeredFor() {
        RefusedSession refused = new RefusedSession(new Limits(1, 1, 1, 1, HIGH_WATER, 0, 0, IDLE, LINGER), "no room",
                0);
        assertTrue(refused.wantsOutput());
        refused.receive(bytes("anything"), 10);
        refused.resume(10);
        refused.shutdown(10);
        assertEquals(bytes("no room"), refused.output());
        refused.output().position(7);
        assertTrue(refused.outputEnded());
        assertFalse(refused.finished());
        refused.resume(10 + LINGER);
        assertTrue(refused.finished());
    }
}
