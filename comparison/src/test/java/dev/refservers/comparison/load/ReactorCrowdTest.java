package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.FakeServer;
import dev.refservers.comparison.FakeServer.Manner;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clients that do not all do the same: pairs, silent ones, slow ones, some that are refused. */
class ReactorCrowdTest {

    private static final Duration WINDOW = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration NO_DELAY = Duration.ZERO;

    @Test
    void handsOverWhatOneConnectionPushesToAnotherThatWaits() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 50)) {
            // Connections whose rounds have different numbers at first.
            reactor.converse(new PingPong(), "queue", PATIENCE);
            reactor.run(WINDOW, PATIENCE);
            reactor.converse(new HandOver(), "queue", PATIENCE);
            Window window = reactor.run(WINDOW, PATIENCE);
            assertEquals(0, window.requests() % 2);
            assertTrue(window.requests() >= 50);
        }
    }

    @Test
    void saysThatAHandOverTakesTwo() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 1)) {
            LoadFailure failure = assertThrows(LoadFailure.class,
                    () -> reactor.converse(new HandOver(), "queue", PATIENCE));
            assertEquals("limit reached at 1 connection: this takes 2 that are served at once", failure.sentence());
        }
    }

    @Test
    void waitsAsLongAsTheServerDoes() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 50)) {
            reactor.converse(Waiting.USUAL, "queue", PATIENCE);
            Window window = reactor.run(WINDOW, PATIENCE);
            assertTrue(window.latencies().getMinValue() / 1e6 >= 49.9, window.latencies().getMinValue() + " ns");
            assertTrue(window.requests() >= 200, window.requests() + " requests");
        }
    }

    @Test
    void passesMegabytesToAndFro() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 4)) {
            reactor.converse(new LargeValues(), "queue", PATIENCE);
            assertTrue(reactor.run(WINDOW, PATIENCE).requests() >= 8);
        }
    }

    @Test
    void leavesTheOtherConnectionsSilent() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 50)) {
            reactor.converse(new PingPong(), "queue", 5, PATIENCE);
            assertEquals(5, server.requests());
            assertEquals(5, reactor.talkers().size());
            assertEquals(reactor.clients().get(10), reactor.talkers().get(1));
            assertTrue(reactor.run(WINDOW, PATIENCE).requests() > 0);
        }
    }

    @Test
    void seesThatASilentConnectionIsDropped() throws Exception {
        try (FakeServer server = new FakeServer(Manner.RUDE, NO_DELAY); Reactor reactor = connected(server, 5)) {
            Window rest = reactor.rest(Duration.ofMillis(50));
            assertEquals(0, rest.requests());
            assertTrue(rest.nanos() >= 50_000_000);
            server.dropAll();
            String sentence = assertThrows(LoadFailure.class, () -> reactor.rest(PATIENCE)).sentence();
            assertTrue(sentence.matches("the server closed connection [0-4] in round 0"), sentence);
        }
    }

    @Test
    void findsOutHowManyConnectionsAServerServes() throws Exception {
        try (FakeServer server = new FakeServer(Manner.FULL_AT_SEVENTY, NO_DELAY);
                Reactor reactor = new Reactor(false)) {
            LoadFailure failure = assertThrows(LoadFailure.class,
                    () -> new Opening(reactor).open(server.address(), 200, new PingPong(), "queue", PATIENCE));
            assertTrue(failure.sentence().startsWith("limit reached at 70 connections of 200: "), failure.sentence());
        }
    }

    @Test
    void opensAsManyConnectionsAsTheyAreAndLetsSomeSpeak() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = new Reactor(false)) {
            new Opening(reactor).open(server.address(), 120, new PingPong(), "queue", PATIENCE);
            assertEquals(120, server.requests());
            reactor.converse(new PingPong(), "queue", 6, PATIENCE);
            assertTrue(reactor.run(WINDOW, PATIENCE).requests() > 0);
        }
    }

    @Test
    void findsOutHowManyConnectionsAServerAnswers() throws Exception {
        try (FakeServer server = new FakeServer(Manner.SILENT_AT_SEVENTY, NO_DELAY);
                Reactor reactor = new Reactor(false)) {
            assertEquals("limit reached at 70 connections of 200: 30 of 100 connections got no reply for 0.3 s",
                    assertThrows(LoadFailure.class, () -> new Opening(reactor).open(server.address(), 200,
                            new PingPong(), "queue", Duration.ofMillis(300))).sentence());
        }
    }

    @Test
    void readsSlowlyBesideTheOthers() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 5)) {
            reactor.converse(new PingPong(), "queue", PATIENCE);
            reactor.slowReaders().open(server.address(), 2, PATIENCE);
            assertTrue(reactor.run(Duration.ofMillis(550), PATIENCE).requests() > 0);
            long bytes = reactor.slowReaders().bytes();
            assertTrue(bytes >= 2 * 300 && bytes <= 2 * 700, bytes + " bytes in half a second");
        }
    }

    private static Reactor connected(FakeServer server, int connections) throws IOException, LoadFailure {
        Reactor reactor = new Reactor(false);
        reactor.connect(server.address(), connections, PATIENCE);
        return reactor;
    }
}
