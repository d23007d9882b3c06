package dev.refservers.epoll;

import static dev.refservers.epoll.LoopStepper.limits;
import static dev.refservers.epoll.LoopStepper.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.echo.EchoProtocol;
import dev.refservers.testing.ByteToyProtocol;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What an edge-triggered loop can miss: each of these hangs where an edge is dropped. */
@EnabledOnOs(OS.LINUX)
class EdgesTest {

    /** More than one read's worth, and less than a socket holds on loopback. */
    private static final int SEVERAL_READS = 300_000;

    private final Limits limits = limits(100, 50_000_000);
    private final Statistics statistics = new Statistics();
    private final EchoProtocol echo = new EchoProtocol(limits, statistics);
    private final ByteToyProtocol toy = new ByteToyProtocol(limits);

    private LoopStepper stepper(Protocol protocol) throws IOException {
        return new LoopStepper(EdgeConnection::new, protocol, limits);
    }

    @Test
    void bytesThatArriveBetweenTheLastReadAndTheWaitAreRead() throws Exception {
        try (LoopStepper stepper = stepper(echo); Socket client = stepper.connect()) {
            send(client, "first");
            assertEquals("first", stepper.readText(client, 5));
            // All was read, and the loop is not waiting: it is here.
            for (int i = 0; i < 100; i++) {
                send(client, "next");
                stepper.loop.runOnce(20_000_000_000L);
                assertEquals(4, client.getInputStream().available());
                assertEquals("next", stepper.readText(client, 4));
            }
        }
    }

    @Test
    void whatOneReadDoesNotGetIsReadWithoutAnotherEvent() throws Exception {
        try (LoopStepper stepper = stepper(toy); Socket client = stepper.connect()) {
            send(client, "-".repeat(SEVERAL_READS) + ".");
            stepper.until(() -> client.getInputStream().available() == 1);
            assertEquals(SEVERAL_READS + 1, toy.received.get());
        }
    }

    @Test
    void bytesAndTheEndInOneEventAreBothSeen() throws Exception {
        try (LoopStepper stepper = stepper(echo); Socket client = stepper.connect()) {
            send(client, "all there is");
            client.shutdownOutput();
            assertEquals("all there is", stepper.readText(client, 12));
            stepper.until(() -> stepper.atEnd(client));
        }
    }

    @Test
    void theEndBehindSeveralReadsIsSeen() throws Exception {
        try (LoopStepper stepper = stepper(toy); Socket client = stepper.connect()) {
            send(client, "-".repeat(SEVERAL_READS));
            client.shutdownOutput();
            stepper.until(() -> stepper.atEnd(client));
            assertEquals(SEVERAL_READS, toy.received.get());
            assertEquals(0, toy.open.get());
        }
    }

    @Test
    void theEndThatComesAloneIsSeen() throws Exception {
        try (LoopStepper stepper = stepper(echo); Socket client = stepper.connect()) {
            send(client, "x");
            assertEquals("x", stepper.readText(client, 1));
            client.shutdownOutput();
            stepper.until(() -> stepper.atEnd(client));
        }
    }

    @Test
    void theEndThatComesWhileNothingIsReadIsSeenWhenInputIsWantedAgain() throws Exception {
        try (LoopStepper stepper = stepper(toy); Socket client = stepper.connect()) {
            send(client, "b");
            stepper.until(() -> client.getInputStream().available() > 100_000);
            // The session owes more than the high-water mark: the edge of this is told, and nobody wants to know.
            send(client, ".");
            client.shutdownOutput();
            stepper.loop.runOnce(0);
            takeAll(stepper, client, ByteToyProtocol.BIG_BYTES);
            assertEquals(".", stepper.readText(client, 1));
            stepper.until(() -> stepper.atEnd(client));
            stepper.until(() -> toy.open.get() == 0);
        }
    }

    @Test
    void aFullSocketIsWrittenAgainWhenThereIsRoomThoughNothingElseHappens() throws Exception {
        try (LoopStepper stepper = stepper(toy); Socket client = stepper.connect()) {
            send(client, "b");
            stepper.until(() -> client.getInputStream().available() > 100_000);
            // Turns with nothing to do: the socket is full, and stays so.
            for (int i = 0; i < 100; i++) {
                stepper.loop.runOnce(0);
            }
            takeAll(stepper, client, ByteToyProtocol.BIG_BYTES);
            send(client, ".");
            assertEquals(".", stepper.readText(client, 1));
        }
    }

    @Test
    void bytesBehindUrgentDataAreRead() throws Exception {
        try (LoopStepper stepper = stepper(echo); Socket client = stepper.connect()) {
            stepper.loop.runOnce(0);
            send(client, "before");
            client.sendUrgentData('!');
            send(client, "behind");
            // A read stops before the urgent byte, which is not among the others, though more has arrived.
            assertEquals("beforebehind", stepper.readText(client, 12));
        }
    }

    @Test
    void aClientThatFloodsHoldsUpNobodyForMoreThanATurn() throws Exception {
        try (LoopStepper stepper = stepper(toy);
                Socket flooding = stepper.connect();
                Socket other = stepper.connect()) {
            stepper.loop.runOnce(0);
            send(flooding, "-".repeat(SEVERAL_READS));
            send(other, "i");
            stepper.loop.runOnce(20_000_000_000L);
            assertEquals(1, other.getInputStream().available());
            assertTrue(toy.received.get() < SEVERAL_READS, "the rest is read later");
            // And who comes while the flood is in line has a turn before it is over, too.
            send(other, "i");
            stepper.loop.runOnce(0);
            assertEquals(2, other.getInputStream().available());
            assertTrue(toy.received.get() < SEVERAL_READS);
            stepper.until(() -> toy.received.get() == SEVERAL_READS + 2);
        }
    }

    @Test
    void aLoopWhoseClientsWantNothingWaits() throws Exception {
        try (LoopStepper stepper = stepper(toy); Socket client = stepper.connect()) {
            send(client, "b");
            stepper.until(() -> client.getInputStream().available() > 100_000);
            send(client, "....");
            stepper.loop.runOnce(0);
            // Readable, and not wanted; wanted, and not writable: neither is a reason not to wait. What the kernel still moves
            // from the one socket into the other makes room, and a turn or two with it.
            boolean waited = false;
            for (int turns = 0; !waited && turns < 100; turns++) {
                long before = System.nanoTime();
                stepper.loop.runOnce(50_000_000);
                waited = System.nanoTime() - before >= 50_000_000;
            }
            assertTrue(waited);
        }
    }

    private static void takeAll(LoopStepper stepper, Socket client, int count) throws Exception {
        byte[] received = new byte[count];
        for (int taken = 0; taken < count;) {
            stepper.until(() -> client.getInputStream().available() > 0);
            taken += client.getInputStream().read(received, taken, count - taken);
        }
        byte[] expected = new byte[count];
        for (int i = 0; i < count; i++) {
            expected[i] = (byte) (i % 251);
        }
        assertTrue(Arrays.equals(expected, received));
    }
}
