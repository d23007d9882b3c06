package dev.refservers.async.sigio;

import static dev.refservers.async.sigio.LoopStepper.limits;
import static dev.refservers.async.sigio.LoopStepper.send;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.linux.SignalQueue;
import dev.refservers.linux.Signals;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.echo.EchoProtocol;
import dev.refservers.testing.ByteToyProtocol;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What only this model has to cope with: a signal comes once, may be lost, and may be about another. */
@EnabledOnOs(OS.LINUX)
class SignalsLostTest {

    private final Limits limits = limits(100, 50_000_000);
    private final Statistics statistics = new Statistics();
    private final EchoProtocol echo = new EchoProtocol(limits, statistics);
    private final ByteToyProtocol toy = new ByteToyProtocol(limits);

    @Test
    void everyoneIsAskedWhenSignalsWereLost() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits);
                Socket one = stepper.connect();
                Socket two = stepper.connect()) {
            stepper.until(() -> statistics.connectionsOpen() == 2);
            send(one, "one");
            send(two, "two");
            // Comes before the signals about the two, because its number is lower; and takes theirs from the queue.
            Signals.send(Signals.self(), Signals.SIGIO);
            stepper.loop.runOnce(0);
            assertEquals(1, stepper.loop.overflows);
            assertEquals("one", stepper.readText(one, 3));
            assertEquals("two", stepper.readText(two, 3));
        }
    }

    @Test
    void aSignalThatNoDescriptorSentIsHarmless() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits); Socket client = stepper.connect()) {
            stepper.until(() -> statistics.connectionsOpen() == 1);
            Signals.send(Signals.self(), SignalQueue.REAL_TIME);
            Signals.send(Signals.self(), Signals.SIGURG);
            stepper.loop.runOnce(0);
            stepper.loop.runOnce(0);
            send(client, "served");
            assertEquals("served", stepper.readText(client, 6));
        }
    }

    @Test
    void bytesAndTheEndThatComeTogetherAreBothSeen() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits)) {
            for (int round = 0; round < 50; round++) {
                Socket client = stepper.connect();
                send(client, "last words");
                client.shutdownOutput();
                assertEquals("last words", stepper.readText(client, 10));
                stepper.until(() -> stepper.atEnd(client));
                client.close();
            }
            stepper.until(() -> statistics.connectionsOpen() == 0);
        }
    }

    @Test
    void everyByteComesBackThroughAnyNumberOfPauses() throws Exception {
        byte[] bytes = new byte[10_000_000];
        new Random(1).nextBytes(bytes);
        try (LoopStepper stepper = new LoopStepper(echo, limits);
                SocketChannel client = SocketChannel.open(stepper.loop.address())) {
            client.configureBlocking(false);
            ByteBuffer out = ByteBuffer.wrap(bytes);
            ByteBuffer in = ByteBuffer.allocate(bytes.length);
            for (int turn = 0; in.hasRemaining(); turn++) {
                client.write(out);
                if (turn % 7 == 0 || !out.hasRemaining()) {
                    client.read(in);
                }
                stepper.loop.runOnce(0);
            }
            assertArrayEquals(bytes, in.array());
            client.shutdownOutput();
            stepper.until(() -> statistics.connectionsOpen() == 0);
        }
    }

    @Test
    void aResetIsSeenWhenNeitherInputNorOutputIsWanted() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits); Socket client = stepper.connect()) {
            send(client, "p");
            stepper.until(() -> toy.paused.get() == 1);
            LoopStepper.reset(client);
            stepper.until(() -> toy.open.get() == 0);
            assertTrue(toy.waiting.isEmpty());
        }
    }
}
