package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.refservers.comparison.FakeServer;
import dev.refservers.comparison.FakeServer.Manner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReactorTest {

    private static final Duration WINDOW = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration NO_DELAY = Duration.ZERO;

    @ParameterizedTest
    @ValueSource(strings = {"ping-pong", "pipelining", "pipelining-64", "push-pop", "waiting", "hand-over"})
    void countsExactlyTheRequestsThatTheServerHasServed(String scenario) throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 50)) {
            reactor.converse(Conversations.named(scenario), "queue", PATIENCE);
            long before = server.requests();
            Window window = reactor.run(WINDOW, PATIENCE);
            assertTrue(window.requests() > 0);
            assertEquals(server.requests() - before, window.requests());
            assertEquals(window.requests(), window.latencies().getTotalCount());
            assertTrue(window.nanos() >= WINDOW.toNanos());
        }
    }

    @Test
    void letsEveryConnectionSpeakInTheProof() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 50)) {
            reactor.converse(new PushPop(), "queue", PATIENCE);
            assertEquals(100, server.requests());
        }
    }

    @Test
    void reportsAServerOfKnownDelayWithThatDelay() throws Exception {
        Duration delay = Duration.ofMillis(20);
        try (FakeServer server = new FakeServer(Manner.GOOD, delay); Reactor reactor = connected(server, 10)) {
            reactor.converse(new PingPong(), "queue", PATIENCE);
            Window window = reactor.run(Duration.ofMillis(500), PATIENCE);
            double least = window.latencies().getMinValue() / 1e6;
            assertTrue(least >= 19.9 && least < 25, "the best latency is " + least + " ms");
            assertTrue(window.requests() <= 10 * (window.nanos() / delay.toNanos() + 1));
        }
    }

    @Test
    void reportsEachReplyOfAPipelineWithItsOwnDelay() throws Exception {
        Duration delay = Duration.ofMillis(5);
        try (FakeServer server = new FakeServer(Manner.GOOD, delay); Reactor reactor = connected(server, 1)) {
            reactor.converse(Pipelining.USUAL, "queue", PATIENCE);
            Window window = reactor.run(WINDOW, PATIENCE);
            assertTrue(window.latencies().getMinValue() / 1e6 >= 4.9);
            assertTrue(window.latencies().getMaxValue() / 1e6 >= 16 * 4.9);
        }
    }

    @Test
    void joinsRepliesThatComeInPieces() throws Exception {
        try (FakeServer server = new FakeServer(Manner.BYTE_BY_BYTE, NO_DELAY);
                Reactor reactor = connected(server, 5)) {
            reactor.converse(new PushPop(), "queue", PATIENCE);
            assertTrue(reactor.run(WINDOW, PATIENCE).requests() > 0);
        }
    }

    @Test
    void keepsToARateOfItsOwn() throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 10)) {
            reactor.converse(new PingPong(), "queue", PATIENCE);
            Window window = reactor.run(Duration.ofSeconds(1), PATIENCE, 500, 42);
            // Poisson arrivals: 500 with a standard deviation of 22, the same with the same seed.
            assertEquals(500, window.offeredPerSecond(), 100);
            assertEquals(Math.round(window.offeredPerSecond()), window.requests());
            Window again = reactor.run(Duration.ofSeconds(1), PATIENCE, 500, 42);
            assertEquals(window.requests(), again.requests());
        }
    }

    @Test
    void countsLatencyFromTheMomentAtWhichARequestShouldHaveBeenSent() throws Exception {
        Duration delay = Duration.ofMillis(10);
        try (FakeServer server = new FakeServer(Manner.GOOD, delay); Reactor reactor = connected(server, 1)) {
            reactor.converse(new PingPong(), "queue", PATIENCE);
            // One connection serves 100 a second at the most, and is asked for 200: the last waits for half a second.
            Window window = reactor.run(Duration.ofMillis(500), PATIENCE, 200, 42);
            assertTrue(window.latencies().getMaxValue() / 1e6 > 250, window.latencies().getMaxValue() / 1e6 + " ms");
            assertTrue(window.requests() / (window.nanos() / 1e9) < 0.75 * window.offeredPerSecond());
            // From the moment at which they were really sent each took as long as the server does.
            Sending sending = Objects.requireNonNull(window.sending());
            assertEquals(window.requests(), sending.latencies().getTotalCount());
            assertEquals(10, sending.latencies().getValueAtPercentile(50) / 1e6, 8);
            assertTrue(sending.lags().getTotalCount() > 0);
        }
    }

    @Test
    void putsAllRequestsBehindAStallThatShouldHaveBeenSentMeanwhile() throws Exception {
        try (FakeServer server = new FakeServer(Manner.STALLS_ONCE, Duration.ofMillis(300));
                Reactor reactor = connected(server, 20)) {
            reactor.converse(new PingPong(), "queue", PATIENCE);
            Window window = reactor.run(Duration.ofSeconds(1), PATIENCE, 1000, 42);
            double behind = 1 - window.latencies().getPercentileAtOrBelowValue(50_000_000) / 100;
            // Requests of 250 ms of one second wait for more than 50 ms.
            assertTrue(behind > 0.15, behind + " of the requests were behind the stall");
            assertTrue(window.latencies().getMaxValue() / 1e6 >= 290);
        }
    }

    @Test
    void saysWhatWasWrongWithAReply() throws Exception {
        LoadFailure failure = failure(Manner.WRONG, PATIENCE);
        assertTrue(failure.sentence().matches("connection \\d, round \\d+: got \"QONG.*\", expected \"PONG.*\""),
                failure.sentence());
    }

    @Test
    void doesNotAcceptAReplyThatNobodyHasAskedFor() throws Exception {
        LoadFailure failure = failure(Manner.TALKATIVE, PATIENCE);
        assertTrue(failure.sentence().endsWith(": got \"+MORE\\r\\n\" after the last reply"), failure.sentence());
    }

    @Test
    void saysThatTheServerHasClosedAConnection() throws Exception {
        String sentence = failure(Manner.RUDE, PATIENCE).sentence();
        assertTrue(sentence.startsWith("the server closed connection ") || sentence.startsWith("a connection failed: "),
                sentence);
    }

    @Test
    void saysHowManyConnectionsGotNoReply() throws Exception {
        assertEquals("5 of 5 connections got no reply for 0.2 s",
                failure(Manner.SILENT, Duration.ofMillis(200)).sentence());
    }

    @Test
    void saysWhichConnectionCouldNotBeOpened() throws Exception {
        // Its port is taken, so that nobody else can listen there, but it doesn't listen itself.
        try (Socket taken = new Socket(); Reactor reactor = new Reactor(false)) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress address = new InetSocketAddress(taken.getLocalAddress(), taken.getLocalPort());
            LoadFailure failure = assertThrows(LoadFailure.class, () -> reactor.connect(address, 5, PATIENCE));
            assertEquals("connection 1 of 5 could not be opened: Connection refused", failure.sentence());
        }
    }

    @Test
    void isUsableAfterAFailure() throws Exception {
        try (FakeServer rude = new FakeServer(Manner.RUDE, NO_DELAY);
                FakeServer good = new FakeServer(Manner.GOOD, NO_DELAY);
                Reactor reactor = connected(rude, 5)) {
            assertThrows(LoadFailure.class, () -> {
                reactor.converse(new PingPong(), "queue", PATIENCE);
                reactor.run(WINDOW, PATIENCE);
            });
            reactor.connect(good.address(), 5, PATIENCE);
            reactor.converse(new PingPong(), "queue", PATIENCE);
            assertTrue(reactor.run(WINDOW, PATIENCE).requests() > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isHardlyBusyWhileItWaits(boolean spin) throws Exception {
        try (FakeServer server = new FakeServer(Manner.GOOD, Duration.ofMillis(50));
                Reactor reactor = new Reactor(spin)) {
            reactor.connect(server.address(), 1, PATIENCE);
            reactor.converse(new PingPong(), "queue", PATIENCE);
            Window window = reactor.run(Duration.ofMillis(300), PATIENCE);
            assertTrue(window.busyNanos() < window.nanos() / 2, window.busyNanos() + " of " + window.nanos());
        }
    }

    @Test
    void makesNoGarbageForARequest() throws Exception {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        try (FakeServer server = new FakeServer(Manner.GOOD, NO_DELAY); Reactor reactor = connected(server, 10)) {
            reactor.converse(Pipelining.USUAL, "queue", PATIENCE);
            reactor.run(WINDOW, PATIENCE);
            long before = threads.getCurrentThreadAllocatedBytes();
            Window window = reactor.run(WINDOW, PATIENCE);
            double bytes = (threads.getCurrentThreadAllocatedBytes() - before) / (double) window.requests();
            assertTrue(bytes < 10, bytes + " bytes for a request");
        }
    }

    private static Reactor connected(FakeServer server, int connections) throws IOException, LoadFailure {
        Reactor reactor = new Reactor(false);
        reactor.connect(server.address(), connections, PATIENCE);
        return reactor;
    }

    private static LoadFailure failure(Manner manner, Duration patience) throws Exception {
        try (FakeServer server = new FakeServer(manner, NO_DELAY); Reactor reactor = connected(server, 5)) {
            return assertThrows(LoadFailure.class, () -> {
                reactor.converse(new PingPong(), "queue", patience);
                reactor.run(WINDOW, patience);
            });
        }
    }
}
