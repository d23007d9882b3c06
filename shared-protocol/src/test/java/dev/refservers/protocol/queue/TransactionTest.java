package dev.refservers.protocol.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.SessionProbe;
import org.junit.jupiter.api.Test;

/** Transactions: what is queued, what is carried out, and when nothing is. */
final class TransactionTest {

    private static final String OK = "+OK\r\n";
    private static final String QUEUED = "+QUEUED\r\n";
    private static final String ABORTED = "-EXECABORT Transaction discarded because of previous errors.\r\n";
    private static final String OUT_OF_MEMORY = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

    private final QueueFixture queues = new QueueFixture();
    private final SessionProbe a = queues.connect();
    private final SessionProbe b = queues.connect();

    @Test
    void nothingIsCarriedOutBeforeExecAndThenAllOfItIs() {
        assertEquals(OK + QUEUED.repeat(3), a.send("MULTI\r\nRPUSH k a\r\nPING\r\nLPOP k 1\r\n").received());
        assertEquals(":0\r\n", b.send("LLEN k\r\n").received());
        assertEquals("*3\r\n:1\r\n+PONG\r\n*1\r\n$1\r\na\r\n", a.send("EXEC\r\n").received());
        assertEquals("-ERR EXEC without MULTI\r\n+PONG\r\n", a.send("EXEC\r\nPING\r\n").received());
    }

    @Test
    void itDoesNotMatterHowTheBytesOfATransactionAreCut() {
        SessionProbe.inEveryWay(() -> {
            b.send("DEL k\r\n").received();
            return queues.connect();
        }, "MULTI\r\nRPUSH k a b\r\nLRANGE k 0 -1\r\nECHO hi\r\nEXEC\r\nLLEN k\r\n",
                probe -> assertEquals(OK + QUEUED.repeat(3) + "*3\r\n:2\r\n*2\r\n" + bulk("a") + bulk("b") + bulk("hi")
                        + ":2\r\n", probe.received()));
    }

    @Test
    void longArraysOfATransactionAreWrittenAsRoomIsMadeAndInOrder() {
        StringBuilder elements = new StringBuilder("*200\r\n");
        String element = "x".repeat(1_000);
        for (int i = 0; i < 200; i++) {
            b.send("RPUSH k " + element + "\r\n");
            elements.append("$1000\r\n").append(element).append("\r\n");
        }
        a.stopReading();
        a.send("MULTI\r\nLRANGE k 0 -1\r\nPING\r\nLRANGE k 0 0\r\nLPOP k 200\r\nLLEN k\r\nEXEC\r\nPING\r\n");

        assertTrue(a.session().output().remaining() < 2 * Limits.DEFAULT.outputHighWaterBytes());
        String received = a.readAgain().received();
        assertEquals(OK + QUEUED.repeat(5) + "*5\r\n" + elements + "+PONG\r\n*1\r\n$1000\r\n" + element
                + "\r\n" + elements + ":0\r\n+PONG\r\n", received);
    }

    @Test
    void aRequestThatCannotBeRightSpoilsTheTransaction() {
        for (String wrong : new String[]{"FOO", "LPOP", "CLIENT FOO", "MULTI x", "WATCH", "ECHO", "RESET x"}) {
            a.send("MULTI\r\nRPUSH k a\r\n" + wrong + "\r\nRPUSH k b\r\n").received();
            assertEquals(ABORTED + ":0\r\n", a.send("EXEC\r\nLLEN k\r\n").received(), wrong);
        }
        assertEquals(OK + "-EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command"
                + "\r\n" + error("EXEC without MULTI"), a.send("MULTI\r\nEXEC x\r\nEXEC\r\n").received());
    }

    @Test
    void anExecThatIsRefusedEndsWhatIsWatchedInATransactionOrNot() {
        for (String before : new String[]{"WATCH k\r\n", "WATCH k\r\nMULTI\r\n"}) {
            a.send(before + "EXEC x\r\n").received();
            b.send("RPUSH k a\r\n").received();
            assertEquals(OK + QUEUED + "*1\r\n+PONG\r\n", a.send("MULTI\r\nPING\r\nEXEC\r\n").received(), before);
        }
        for (String other : new String[]{"EXEC", "DISCARD x", "UNWATCH x", "RESET x", "WATCH", "MULTI x", "FOO"}) {
            a.send("WATCH k\r\n" + other + "\r\n").received();
            b.send("RPUSH k a\r\n").received();
            assertEquals(OK + QUEUED + "*-1\r\n", a.send("MULTI\r\nPING\r\nEXEC\r\n").received(), other);
        }
    }

    @Test
    void whatGoesWrongWhenItIsCarriedOutIsPartOfTheReply() {
        assertEquals(OK + QUEUED.repeat(3) + "*3\r\n" + error("wrong number of arguments for 'ping' command")
                + error("value is out of range, must be positive") + ":1\r\n",
                a.send("MULTI\r\nPING a b\r\nLPOP k -1\r\nRPUSH k a\r\nEXEC\r\n").received());
    }

    @Test
    void whoWaitsIsServedBehindTheLastCommand() {
        b.send("BLPOP k 0\r\n");
        a.send("MULTI\r\nRPUSH k a\r\nLPOP k\r\nRPUSH k b\r\nLPUSH k c\r\nLLEN k\r\nEXEC\r\n");

        assertTrue(a.received().endsWith("*5\r\n:1\r\n$1\r\na\r\n:1\r\n:2\r\n:2\r\n"));
        assertEquals("*2\r\n$1\r\nk\r\n$1\r\nc\r\n", b.received());
    }

    @Test
    void nothingInATransactionWaits() {
        a.send("MULTI\r\nBLPOP k 0\r\nBLMOVE k j LEFT LEFT 0\r\nBLMPOP 0 1 k LEFT\r\nBLPOP k -1\r\n").received();

        assertEquals("*4\r\n*-1\r\n$-1\r\n*-1\r\n-ERR timeout is negative\r\n", a.send("EXEC\r\n").received());
    }

    @Test
    void execDoesNothingOnceAWatchedQueueHasChanged() {
        for (String change : new String[]{"RPUSH k x", "LPOP k", "DEL k", "FLUSHALL", "LMOVE k k LEFT LEFT",
            "RPOPLPUSH other k"}) {
            b.send("DEL k other\r\nRPUSH k y\r\nRPUSH other z\r\n").received();
            a.send("WATCH nothing k\r\nMULTI\r\nRPUSH done x\r\n").received();
            b.send(change + "\r\n").received();
            assertEquals("*-1\r\n:0\r\n", a.send("EXEC\r\nEXISTS done\r\n").received(), change);
        }
        for (String look : new String[]{"LRANGE k 0 -1", "LPOP k 0", "DEL none", "LLEN k", "LMOVE none k LEFT LEFT"}) {
            b.send("DEL k\r\nRPUSH k y\r\n").received();
            a.send("WATCH k none\r\nMULTI\r\nPING\r\n").received();
            b.send(look + "\r\n").received();
            assertEquals("*1\r\n+PONG\r\n", a.send("EXEC\r\n").received(), look);
        }
    }

    @Test
    void aWatchEndsWithExecDiscardUnwatchAndReset() {
        for (String end : new String[]{"MULTI\r\nEXEC", "MULTI\r\nDISCARD", "UNWATCH", "RESET", "MULTI\r\nRESET"}) {
            a.send("WATCH k\r\n" + end + "\r\n").received();
            b.send("RPUSH k x\r\n").received();
            assertEquals("+OK\r\n+QUEUED\r\n*1\r\n+PONG\r\n", a.send("MULTI\r\nPING\r\nEXEC\r\n").received(), end);
        }
        a.send("WATCH k\r\nRPUSH k x\r\nEXEC\r\nWATCH j\r\n").received();
        assertEquals("+OK\r\n+QUEUED\r\n*-1\r\n", a.send("MULTI\r\nPING\r\nEXEC\r\n").received());
    }

    @Test
    void whatIsQueuedAndWatchedCountsUntilItsClientHasGone() {
        QueueFixture small = new QueueFixture(QueueFixture.limits(Integer.MAX_VALUE, 4_000));
        SessionProbe one = small.connect();
        SessionProbe other = small.connect();
        one.send("WATCH k1 k2\r\nMULTI\r\n" + "RPUSH k x\r\n".repeat(4)).received();
        assertEquals(OUT_OF_MEMORY, other.send("RPUSH k " + "x".repeat(1_000) + "\r\n").received());
        assertEquals(QUEUED + OUT_OF_MEMORY + QUEUED + ABORTED,
                one.send("RPUSH k x\r\n" + "RPUSH k " + "x".repeat(900) + "\r\nPING\r\nEXEC\r\n").received());
        one.send("WATCH k1 k2 k3 k4 k5\r\n").received();
        assertEquals(OUT_OF_MEMORY, other.send("WATCH k1 k2 k3 k4 k5\r\n").received());
        one.session().close();
        assertEquals(":1\r\n", other.send("RPUSH k " + "x".repeat(1_900) + "\r\n").received());
    }

    @Test
    void aTransactionThatWasQueuedHasRoom() {
        QueueFixture small = new QueueFixture(QueueFixture.limits(Integer.MAX_VALUE, 10_000));
        SessionProbe one = small.connect();
        String push = "RPUSH k " + "x ".repeat(60) + "\r\n";
        one.send("MULTI\r\n" + push + push + push).received();
        SessionProbe other = small.connect();
        String pushed;
        do {
            pushed = other.send("RPUSH j x\r\n").received();
        } while (!pushed.equals(OUT_OF_MEMORY));
        assertEquals("*3\r\n:60\r\n:120\r\n:180\r\n", one.send("EXEC\r\n").received());
    }

    @Test
    void theReplyOfATransactionIsBounded() {
        QueueFixture small = new QueueFixture(QueueFixture.limits(Integer.MAX_VALUE, 100_000));
        SessionProbe one = small.connect();
        one.send("RPUSH k " + "x ".repeat(1_000) + "\r\nMULTI\r\n" + "LRANGE k 0 -1\r\n".repeat(100)).received();
        String received = one.send("EXEC\r\n").received();
        assertTrue(received.contains("$1\r\nx\r\n" + OUT_OF_MEMORY), "unbounded");
        assertEquals(":1000\r\n", one.send("LLEN k\r\n").received());
    }

    @Test
    void aClientThatKillsItselfInATransactionGetsTheReplyAndNothingBehindIt() {
        String id = a.send("CLIENT ID\r\n").received().substring(1).strip();
        a.send("MULTI\r\nCLIENT KILL ID " + id + " SKIPME no\r\nRPUSH k x\r\n").received();

        assertEquals("*2\r\n:1\r\n:1\r\n", a.send("EXEC\r\nRPUSH k y\r\n").received());
        assertTrue(a.session().outputEnded());
        assertEquals(":1\r\n", b.send("LLEN k\r\n").received());
    }

    @Test
    void clientListTellsOfTransactions() {
        assertTrue(a.send("CLIENT INFO\r\n").received().contains(" multi=-1 "));
        a.send("WATCH k\r\nMULTI\r\nPING\r\nPING\r\n").received();
        String line = b.send("RPUSH k x\r\nCLIENT LIST\r\n").received();
        assertTrue(line.contains(" flags=xd "), line);
        assertTrue(line.contains(" multi=2 "), line);
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private static String error(String text) {
        return "-ERR " + text + "\r\n";
    }
}
