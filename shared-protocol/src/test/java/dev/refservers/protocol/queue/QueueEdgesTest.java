package dev.refservers.protocol.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.protocol.SessionProbe;
import org.junit.jupiter.api.Test;

/** Corners in which a comparison with a real redis-server found the session wrong. */
final class QueueEdgesTest {

    private final SessionProbe client = new QueueFixture().connect();

    @Test
    void aClosingQuoteEndsItsWordWhateverWhiteSpaceFollows() {
        assertEquals("$1\r\na\r\n", client.send("ECHO \"a\"\u000b\r\n").received());
    }

    @Test
    void aTimeOutTooSmallForADoubleIsAMillisecondAndNotForEver() {
        client.send("BLPOP none 1e-400\r\n").elapse(1_000_000);

        assertEquals("*-1\r\n", client.received());
    }

    @Test
    void theTimeOutIsJudgedAfterTheKeysAndTheCount() {
        assertEquals("-ERR numkeys should be greater than 0\r\n", client.send("BLMPOP x 0 q LEFT\r\n").received());
        assertEquals("-ERR syntax error\r\n", client.send("BLMPOP -1 1 q UP\r\n").received());
        assertEquals("-ERR timeout is negative\r\n", client.send("BLMPOP -1 1 q LEFT\r\n").received());
    }

    @Test
    void clientListTakesAnyNumberForAnId() {
        assertEquals("$0\r\n\r\n", client.send("CLIENT LIST ID 0\r\n").received());
        assertEquals("-ERR Invalid client ID\r\n", client.send("CLIENT LIST ID x\r\n").received());
    }

    @Test
    void configGetAnswersWithTheNameAsItWasAskedFor() {
        assertEquals("*2\r\n$4\r\nSAVE\r\n$0\r\n\r\n", client.send("CONFIG GET SAVE save s?ve\r\n").received());
        assertEquals("*0\r\n", client.send("CONFIG GET \\save\r\n").received());
    }

    @Test
    void theKeyOfANewQueueCountsBeforeItsFirstElementIsPut() {
        SessionProbe full = new QueueFixture(QueueFixture.limits(64, Footprint.queue(3) + Footprint.element(33)))
                .connect();

        assertEquals("-OOM command not allowed when used memory > 'maxmemory'.\r\n",
                full.send("RPUSH key " + "x".repeat(41) + "\r\n").received());
        assertEquals(":1\r\n", full.send("RPUSH key " + "x".repeat(33) + "\r\n").received());
    }
}
