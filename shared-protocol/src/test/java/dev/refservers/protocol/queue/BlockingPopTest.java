package dev.refservers.protocol.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.SessionProbe;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Who is served, when, and by whom: the blocking commands, with a clock that moves only when told. */
final class BlockingPopTest {

    private static final long MILLI = 1_000_000;
    private static final int MOST = Limits.DEFAULT.maxWaitingInputBytes();

    private final QueueFixture queues = new QueueFixture();
    private final SessionProbe a = queues.connect();
    private final SessionProbe b = queues.connect();
    private final SessionProbe pusher = queues.connect();

    @Test
    void theOldestWaiterIsServedFirstAndThePusherCountsBeforeAnyoneIsServed() {
        SessionProbe c = queues.connect();
        a.send("BLPOP k 0\r\n");
        b.send("BLPOP k 0\r\n");
        c.send("BLPOP k 0\r\n");

        assertEquals(":2\r\n", pusher.send("RPUSH k one two\r\n").received());
        assertEquals(pop("k", "one"), a.received());
        assertEquals(pop("k", "two"), b.received());
        assertEquals("", c.received());
        assertEquals(":0\r\n", pusher.send("LLEN k\r\n").received());
    }

    @Test
    void theWholePushHappensBeforeTheWaiterTakes() {
        a.send("BLPOP k 0\r\n");
        pusher.send("LPUSH k a b c\r\n");
        b.send("BRPOP j 0\r\n");
        pusher.send("LPUSH j a b c\r\n");

        assertEquals(pop("k", "c"), a.received());
        assertEquals(pop("j", "a"), b.received());
    }

    @Test
    void elementsThatExistAreTakenInTheOrderOfTheArguments() {
        pusher.send("RPUSH second x\r\nRPUSH first y\r\n");

        assertEquals(pop("first", "y"), a.send("BLPOP none first second 0\r\n").received());
    }

    @Test
    void theFirstPushToAnyOfTheKeysServesAndTheOthersAreLeftAlone() {
        a.send("BLPOP k1 k2 0\r\n");
        b.send("BLPOP k1 0\r\n");

        pusher.send("RPUSH k2 x\r\n");
        assertEquals(pop("k2", "x"), a.received());
        pusher.send("RPUSH k1 y\r\n");
        assertEquals(pop("k1", "y"), b.received());
    }

    @Test
    void theSameKeyTwiceIsServedOnce() {
        a.send("BLPOP k k 0\r\n");

        pusher.send("RPUSH k 1 2\r\n");
        assertEquals(pop("k", "1"), a.received());
        pusher.received();
        assertEquals(":1\r\n", pusher.send("LLEN k\r\n").received());
    }

    @Test
    void serviceComesAfterEachCommandOfAPipeline() {
        a.send("BLPOP k 0\r\n");
        b.send("BLPOP k 0\r\n");

        assertEquals(":1\r\n:1\r\n:1\r\n", pusher.send("RPUSH k 1\r\nRPUSH k 2\r\nRPUSH k 3\r\n").received());
        assertEquals(pop("k", "1"), a.received());
        assertEquals(pop("k", "2"), b.received());
    }

    @Test
    void whatIsPipelinedBehindAWaitRunsWhenItIsServedAndWaitingAgainGoesToTheEndOfTheLine() {
        a.send("BLPOP k 0\r\nPING\r\nBLPOP k 0\r\n");
        b.send("BLPOP k 0\r\n");

        pusher.send("RPUSH k 1\r\n");
        assertEquals(pop("k", "1") + "+PONG\r\n", a.received());
        pusher.send("RPUSH k 2\r\n");
        assertEquals("", a.received());
        assertEquals(pop("k", "2"), b.received());
    }

    @Test
    void aWaiterThatLeavesInWhateverWayIsNeverHandedAnElement() {
        a.send("BLPOP k 0\r\n").halfClose();
        assertTrue(a.session().finished());
        b.send("BLPOP k 0\r\n");
        b.session().close();

        assertEquals(":1\r\n:1\r\n", pusher.send("RPUSH k 1\r\nLLEN k\r\n").received());
    }

    @Test
    void aTimeOutComesWhenItIsDueAndNotEarlier() {
        a.send("BLPOP k 0.1\r\n");

        assertEquals(a.now() + 100 * MILLI, a.session().deadline());
        assertEquals("", a.elapse(100 * MILLI - 1).received());
        assertEquals("*-1\r\n", a.elapse(1).received());
        assertEquals(":1\r\n:1\r\n", pusher.send("RPUSH k 1\r\nLLEN k\r\n").received());
    }

    @Test
    void timeOutsAreFloatsAsCWritesThem() {
        assertEquals("*-1\r\n", a.send("BLPOP k 1e-2\r\n").elapse(10 * MILLI).received());
        assertEquals("*-1\r\n", a.send("BLPOP k .05\r\n").elapse(50 * MILLI).received());
        assertEquals("*-1\r\n", a.send("BLPOP k +0.0101\r\n").elapse(11 * MILLI).received());
        assertEquals("*-1\r\n", a.send("BLPOP k 0x1\r\n").elapse(1_000 * MILLI).received());
        assertEquals("*-1\r\n", a.send("BLMOVE k j LEFT LEFT 0.05\r\n").elapse(50 * MILLI).received());
        a.send("BLPOP k -0\r\n");
        assertEquals(Session.NEVER, a.session().deadline());
    }

    @Test
    void aMoveServesWhoeverWaitsAtItsTarget() {
        a.send("BLMOVE k j LEFT RIGHT 0\r\n");
        b.send("BLPOP j 0\r\n");

        assertEquals(":1\r\n", pusher.send("RPUSH k m\r\n").received());
        assertEquals("$1\r\nm\r\n", a.received());
        assertEquals(pop("j", "m"), b.received());
        assertEquals(":0\r\n", pusher.send("DBSIZE\r\n").received());
    }

    @Test
    void aMoveThatDoesNotWaitServesToo() {
        b.send("BLPOP j 0\r\n");

        assertEquals(":1\r\n$1\r\nm\r\n", pusher.send("RPUSH k m\r\nLMOVE k j LEFT LEFT\r\n").received());
        assertEquals(pop("j", "m"), b.received());
    }

    @Test
    void severalElementsAreTakenAtOnceByThoseWhoAskForThem() {
        a.send("BLMPOP 0 1 k LEFT COUNT 2\r\n");

        pusher.send("RPUSH k 1 2 3\r\n");
        assertEquals("*2\r\n$1\r\nk\r\n*2\r\n$1\r\n1\r\n$1\r\n2\r\n", a.received());
    }

    @Test
    void anotherClientMayEndAWait() {
        String id = a.send("CLIENT ID\r\n").received().substring(1).trim();
        a.send("BLPOP k 0\r\n");
        assertEquals(":1\r\n", pusher.send("CLIENT UNBLOCK " + id + "\r\n").received());
        assertEquals("*-1\r\n", a.received());

        a.send("BLPOP k 0\r\n");
        assertEquals(":1\r\n", pusher.send("CLIENT UNBLOCK " + id + " ERROR\r\n").received());
        assertEquals("-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n", a.received());
        assertEquals(":0\r\n", pusher.send("CLIENT UNBLOCK " + id + "\r\n").received());
    }

    @Test
    void inResp3WhatWasNotThereIsNull() {
        a.send("HELLO 3\r\n");
        a.received();

        assertEquals("_\r\n", a.send("BLPOP k 0.01\r\n").elapse(10 * MILLI).received());
        assertEquals("_\r\n", a.send("BLMOVE k j LEFT LEFT 0.01\r\n").elapse(10 * MILLI).received());
    }

    @Test
    void aWaitingClientIsReadHoweverMuchItSendsAndThenGetsAllItsReplies() {
        a.send("BLPOP k 0\r\n");
        for (int i = 0; i < 15; i++) {
            a.send("PING " + "x".repeat(60_000) + "\r\n");
        }

        assertEquals(0, a.notYetTaken());
        assertTrue(a.session().wantsInput(), "its disconnect would not be seen");
        pusher.send("RPUSH k 1\r\n");
        assertEquals(pop("k", "1").length() + 15 * ("$60000\r\n".length() + 60_002), a.received().length());
    }

    @Test
    void aWaiterThatLeavesBehindMuchThatItHasSentIsNeverHandedAnElement() {
        a.send("BLPOP k 0\r\n" + "PING\r\n".repeat(100_000)).halfClose();

        assertTrue(a.session().finished());
        assertEquals(":1\r\n:1\r\n", pusher.send("RPUSH k 1\r\nLLEN k\r\n").received());
    }

    @Test
    void aWaiterThatSendsMoreThanIsKeptIsToldSoAndNeverHandedAnElement() {
        a.send("BLPOP k 0\r\n" + "x".repeat(MOST));
        assertEquals("", a.received());
        a.send("x");

        assertEquals("-ERR Protocol error: too much behind a blocking command\r\n", a.received());
        assertTrue(a.session().outputEnded());
        assertEquals(":1\r\n:1\r\n", pusher.send("RPUSH k 1\r\nLLEN k\r\n").received());
    }

    @Test
    void whoIsServedBeforeItLearnsThatItHasSentTooMuchGoesOn() {
        a.send("BLPOP k 0\r\n" + "PING\r\n".repeat(MOST / 6));
        pusher.send("RPUSH k 1\r\n");
        a.session().receive(ByteBuffer.wrap("PING\r\nPING\r\n".getBytes(US_ASCII)), a.now());

        assertEquals(pop("k", "1") + "+PONG\r\n".repeat(MOST / 6 + 2), a.received());
    }

    @Test
    void aServerThatClosesGivesUpItsWaitsWithoutAnAnswer() {
        a.send("PING\r\nBLPOP k 0\r\nPING\r\n").shutdown();

        assertEquals("+PONG\r\n", a.received());
        assertTrue(a.session().outputEnded());
        assertEquals(":1\r\n:1\r\n", pusher.send("RPUSH k 1\r\nLLEN k\r\n").received());
    }

    private static String pop(String key, String element) {
        return "*2\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n".formatted(key.length(), key, element.length(), element);
    }
}
