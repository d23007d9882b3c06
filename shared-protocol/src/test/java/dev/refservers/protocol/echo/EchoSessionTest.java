package dev.refservers.protocol.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.SessionProbe;
import dev.refservers.protocol.Statistics;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EchoSessionTest {

    private static final Limits LIMITS = new Limits(10, 100, 10, 100, 64, 0, 0, 0, 1_000);

    private final Statistics statistics = new Statistics();
    private final EchoProtocol protocol = new EchoProtocol(LIMITS, statistics);

    @Test
    void everyByteComesBackHoweverItWasCut() {
        String everyByte = everyByte();
        SessionProbe.inEveryWay(() -> SessionProbe.open(protocol), everyByte,
                probe -> assertEquals(everyByte, probe.received()));
    }

    @Test
    void halfCloseDrainsAndThenFinishes() {
        SessionProbe probe = SessionProbe.open(protocol).stopReading().send("last words").halfClose();
        assertFalse(probe.session().finished(), "still owes");
        assertEquals("last words", probe.readAgain().received());
        assertTrue(probe.session().finished());
    }

    @Test
    void shutdownDrainsAndThenLingersForThePeer() {
        SessionProbe probe = SessionProbe.open(protocol).send("one").shutdown().send("dropped");
        assertEquals("one", probe.received());
        assertTrue(probe.session().outputEnded());
        assertFalse(probe.session().finished());
        assertTrue(probe.elapse(LIMITS.lingerNanos()).session().finished());
    }

    @Test
    void aPeerThatReadsNothingIsReadNoFurtherThanTheHighWaterMark() {
        SessionProbe probe = SessionProbe.open(protocol).stopReading();
        for (int i = 0; i < 100; i++) {
            probe.send("0123456789");
        }
        assertEquals(1_000 - 70, probe.notYetTaken(), "64 is the mark, ten bytes a piece");
        assertEquals("0123456789".repeat(100), probe.readAgain().received());
    }

    @Test
    void aClientOverTheLimitIsClosedWithoutAWord() {
        SessionProbe probe = SessionProbe.refuse(protocol).send("hello?");
        assertEquals("", probe.received());
        assertTrue(probe.session().outputEnded());
        assertEquals(1, statistics.connectionsRefused());
        assertEquals(0, statistics.connectionsAccepted());
    }

    @Test
    void connectionsAreCountedOnceEach() {
        Session session = protocol.open(() -> {}, 0);
        assertEquals(1, statistics.connectionsOpen());
        session.close();
        session.close();
        assertEquals(0, statistics.connectionsOpen());
        assertEquals(1, statistics.connectionsAccepted());
    }

    @Test
    void anythingSentInAnyPiecesToAReaderThatPausesComesBack() {
        SplittableRandom random = new SplittableRandom(862);
        for (int run = 0; run < 200; run++) {
            SessionProbe probe = SessionProbe.open(protocol);
            StringBuilder sent = new StringBuilder();
            StringBuilder received = new StringBuilder();
            for (int step = 0; step < 50; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> probe.stopReading();
                    case 1 -> received.append(probe.readAgain().received());
                    default -> {
                        String piece = everyByte().substring(random.nextInt(256));
                        sent.append(piece);
                        probe.send(piece);
                    }
                }
            }
            received.append(probe.halfClose().readAgain().received());
            assertEquals(sent.toString(), received.toString(), "run " + run);
            assertTrue(probe.session().finished());
        }
    }

    private static String everyByte() {
        StringBuilder bytes = new StringBuilder();
        for (int b = 0; b < 256; b++) {
            bytes.append((char) b);
        }
        return bytes.toString();
    }
}
