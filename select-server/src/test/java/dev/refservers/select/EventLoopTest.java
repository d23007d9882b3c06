package dev.refservers.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.ForwardingSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import dev.refservers.testing.ToyProtocol;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop turn by turn, on the test's own thread. */
@Timeout(60)
class EventLoopTest {

    private static final long SECOND = 1_000_000_000;

    private final CountingProtocol counting = new CountingProtocol(new ToyProtocol(Limits.DEFAULT));
    private final AtomicInteger served = new AtomicInteger();
    private EventLoop loop;
    private Client client;

    EventLoopTest() throws IOException {
        Settings settings = Settings.DEFAULT.withPort(0);
        loop = new EventLoop(counting, settings, served);
        Acceptor acceptor = new Acceptor(loop, List.of(loop), settings);
        client = new Client(acceptor.address());
    }

    @BeforeEach
    void accept() throws IOException {
        loop.runOnce(SECOND);
        assertEquals(1, served.get());
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        client.close();
        assertEquals(0, served.get());
    }

    @Test
    void aTurnThatNobodyNeedsLastsAsLongAsItMay() throws IOException {
        long before = System.nanoTime();
        loop.runOnce(50_000_000);
        assertTrue(System.nanoTime() - before >= 50_000_000);
    }

    @Test
    void aRequestIsAnsweredInOneTurn() throws IOException {
        client.send("say one\n");
        loop.runOnce(SECOND);
        assertEquals("one", client.line());
    }

    @Test
    void aConnectionThatIsWokenTwiceIsResumedOnce() throws IOException {
        loop.runOnce(0);
        counting.wake.run();
        counting.wake.run();
        counting.resumes = 0;
        loop.runOnce(SECOND);
        assertEquals(1, counting.resumes);
    }

    @Test
    void aWakeEndsTheWait() throws Exception {
        Thread other = Thread.ofPlatform().start(() -> {
            while (counting.resumes < 3) {
                counting.wake.run();
            }
        });
        counting.resumes = 0;
        while (counting.resumes < 3) {
            loop.runOnce(Session.NEVER);
        }
        other.join();
    }

    @Test
    void aClosedConnectionIsGoneInTheNextTurn() throws IOException {
        client.send("bye\n").halfClose();
        for (int turns = 0; served.get() > 0 && turns < 10; turns++) {
            loop.runOnce(SECOND);
        }
        assertEquals("bye\n", client.rest());
        // A wake may still be under way when a connection ends.
        counting.wake.run();
        loop.runOnce(SECOND);
    }

    @Test
    void itHasEndedWhenItWasShutDownAndEveryConnectionHasEnded() throws IOException {
        client.send("owe 20000000\n");
        loop.runOnce(SECOND);
        loop.shutdown();
        loop.runOnce(SECOND);
        assertFalse(loop.ended());
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                client.rest();
                client.halfClose();
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
        while (!loop.ended()) {
            loop.runOnce(SECOND);
        }
        assertTrue(reader.isAlive() || served.get() == 0);
    }

    /** Counts what is asked of the sessions of another protocol. */
    private static final class CountingProtocol implements Protocol {
        private final Protocol counted;
        volatile Runnable wake = () -> {};
        volatile int resumes;

        CountingProtocol(Protocol counted) {
            this.counted = counted;
        }

        @Override
        public String name() {
            return counted.name();
        }

        @Override
        public Session open(Runnable wake, long now) {
            this.wake = wake;
            return new CountingSession(counted.open(wake, now));
        }

        @Override
        public Session refuse(long now) {
            return counted.refuse(now);
        }

        private final class CountingSession extends ForwardingSession {

            CountingSession(Session session) {
                super(session);
            }

            @Override
            @SuppressWarnings("NonAtomicVolatileUpdate") // the loop's thread alone counts, others look
            public void resume(long now) {
                resumes++;
                session.resume(now);
            }
        }
    }
}
