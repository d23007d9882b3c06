package dev.refservers.async.uring;

import static dev.refservers.async.uring.LoopStepper.limits;
import static dev.refservers.async.uring.LoopStepper.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.echo.EchoProtocol;
import dev.refservers.server.Settings;
import dev.refservers.testing.ByteToyProtocol;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

@ExtendWith(NeedsIoUring.class)
@ParameterizedClass
@FieldSource("SIZES")
class EventLoopTest {

    /** As a server has them; and so small that every queue overflows and every buffer is missed. */
    static final List<Memory.Sizes> SIZES = List.of(Memory.Sizes.DEFAULT, new Memory.Sizes(2, 4, 2, 16, 1000));

    @Parameter
    Memory.Sizes sizes = Memory.Sizes.DEFAULT;

    private final Limits limits = limits(100, 50_000_000);
    private final Statistics statistics = new Statistics();
    private final EchoProtocol echo = new EchoProtocol(limits, statistics);
    private final ByteToyProtocol toy = new ByteToyProtocol(limits);

    @Test
    void bytesComeBack() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes); Socket client = stepper.connect()) {
            send(client, "hello");
            assertEquals("hello", stepper.readText(client, 5));
            send(client, "again");
            assertEquals("again", stepper.readText(client, 5));
        }
    }

    @Test
    void manyClientsAreServedInTurns() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes)) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(stepper.connect());
                stepper.loop.runOnce(0);
            }
            for (int i = 0; i < 100; i++) {
                send(clients.get(i), "client " + i);
            }
            for (int i = 99; i >= 0; i--) {
                String expected = "client " + i;
                assertEquals(expected, stepper.readText(clients.get(i), expected.length()));
            }
            for (Socket client : clients) {
                client.close();
            }
            stepper.until(() -> statistics.connectionsOpen() == 0);
        }
    }

    @Test
    void halfCloseGetsWhatIsOwedAndThenTheEnd() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes); Socket client = stepper.connect()) {
            send(client, "last words");
            client.shutdownOutput();
            assertEquals("last words", stepper.readText(client, 10));
            stepper.until(() -> stepper.atEnd(client));
            stepper.until(() -> statistics.connectionsOpen() == 0);
        }
    }

    @Test
    void aResetEndsThatConnectionOnly() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes);
                Socket other = stepper.connect();
                Socket client = stepper.connect()) {
            send(client, "x");
            stepper.readText(client, 1);
            LoopStepper.reset(client);
            stepper.until(() -> statistics.connectionsAccepted() == 2 && statistics.connectionsOpen() == 1);
            send(other, "still here");
            assertEquals("still here", stepper.readText(other, 10));
        }
    }

    @Test
    void aResetIsSeenWhileNothingIsReadFromTheClient() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes); Socket client = stepper.connect()) {
            send(client, "b");
            // More is owed than fits: the session wants no input, and the socket takes no output.
            stepper.until(() -> client.getInputStream().available() > 100_000);
            LoopStepper.reset(client);
            stepper.until(() -> toy.open.get() == 0);
        }
    }

    @Test
    void aSlowReaderGetsEveryByteWhileOthersAreServed() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes);
                Socket slow = stepper.connect();
                Socket other = stepper.connect()) {
            send(slow, "bb.");
            for (int i = 0; i < 50; i++) {
                send(other, "i");
                assertEquals("i", stepper.readText(other, 1));
            }
            byte[] once = new byte[ByteToyProtocol.BIG_BYTES];
            for (int i = 0; i < once.length; i++) {
                once[i] = (byte) (i % 251);
            }
            for (int copies = 0; copies < 2; copies++) {
                byte[] received = new byte[ByteToyProtocol.BIG_BYTES];
                for (int count = 0; count < received.length;) {
                    stepper.until(() -> slow.getInputStream().available() > 0);
                    count += slow.getInputStream().read(received, count, received.length - count);
                }
                assertTrue(Arrays.equals(once, received));
            }
            assertEquals(".", stepper.readText(slow, 1));
        }
    }

    @Test
    void anotherThreadWakesASession() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes); Socket client = stepper.connect()) {
            send(client, "w");
            stepper.until(() -> !toy.waiting.isEmpty());
            Thread waker = Thread.ofPlatform().start(toy.waiting.remove());
            stepper.loop.runOnce(20_000_000_000L);
            waker.join();
            assertEquals("woken", stepper.readText(client, 5));
            // The second wake of two was dropped, or found nothing left to do.
            send(client, ".");
            assertEquals(".", stepper.readText(client, 1));
        }
    }

    @Test
    void aSessionThatWakesItselfIsResumedWithoutASignal() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes); Socket client = stepper.connect()) {
            send(client, "ss");
            assertEquals("self", stepper.readText(client, 4));
        }
    }

    @Test
    void aWakeAfterTheEndIsHarmless() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes); Socket client = stepper.connect()) {
            send(client, "w");
            stepper.until(() -> !toy.waiting.isEmpty());
            LoopStepper.leave(client);
            stepper.until(() -> toy.open.get() == 0);
            toy.waiting.element().run();
            stepper.loop.runOnce(0);
        }
        Thread late = Thread.ofPlatform().start(toy.waiting.remove());
        late.join();
    }

    @Test
    void aDeadlineComesInTimeAndNeverEarly() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes); Socket client = stepper.connect()) {
            long sent = System.nanoTime();
            send(client, "t");
            assertEquals("due", stepper.readText(client, 3));
            assertTrue(System.nanoTime() - sent >= ByteToyProtocol.WAIT_NANOS);
        }
    }

    @Test
    void aClientOverTheLimitIsToldSoAndTheNextIsServedWhenOneHasLeft() throws Exception {
        Limits two = limits(2, 20_000_000);
        ByteToyProtocol small = new ByteToyProtocol(two);
        try (LoopStepper stepper = new LoopStepper(small, two, sizes);
                Socket first = stepper.connect();
                Socket second = stepper.connect();
                Socket third = stepper.connect()) {
            assertEquals("full", stepper.readText(third, 4));
            stepper.until(() -> stepper.atEnd(third));
            send(second, "2");
            assertEquals("2", stepper.readText(second, 1));
            LoopStepper.leave(first);
            stepper.until(() -> small.open.get() == 1);
            try (Socket fourth = stepper.connect()) {
                send(fourth, "4");
                assertEquals("4", stepper.readText(fourth, 1));
            }
        }
    }

    @Test
    void aSessionWithABugEndsOnlyItsOwnConnection() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes);
                Socket client = stepper.connect();
                Socket other = stepper.connect()) {
            send(client, "x");
            stepper.until(() -> stepper.atEnd(client));
            send(other, "o");
            assertEquals("o", stepper.readText(other, 1));
            assertEquals(1, toy.open.get());
        }
    }

    @Test
    void theLastReplyIsNotLostToAResetThoughInputIsLeft() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes); Socket client = stepper.connect()) {
            send(client, "aq" + "dropped".repeat(30_000));
            assertEquals("a", stepper.readText(client, 1));
            stepper.until(() -> stepper.atEnd(client));
            stepper.until(() -> toy.open.get() == 0);
        }
    }

    @Test
    void shutdownEndsTheConversationsAndThenTheLoop() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes); Socket client = stepper.connect()) {
            send(client, "before");
            assertEquals("before", stepper.readText(client, 6));
            assertFalse(stepper.loop.ended());
            stepper.loop.shutdown();
            stepper.until(() -> stepper.atEnd(client));
            assertThrows(IOException.class, stepper::connect);
            stepper.until(stepper.loop::ended);
            assertEquals(0, statistics.connectionsOpen());
        }
    }

    @Test
    void anAddressInUseIsNamed() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes)) {
            Settings same = LoopStepper.settings(limits, java.time.Duration.ZERO).withPort(stepper.loop.address()
                    .getPort());
            IOException failure = assertThrows(IOException.class, () -> new EventLoop(echo, same, new Memory(sizes)));
            assertEquals("bind(127.0.0.1:" + same.address().getPort() + "): EADDRINUSE: something else listens there;"
                    + " stop it, or choose another port", failure.getMessage());
        }
    }
}
