package dev.refservers.async.uring;

import static dev.refservers.async.uring.LoopStepper.limits;
import static dev.refservers.async.uring.LoopStepper.send;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.echo.EchoProtocol;
import dev.refservers.testing.ByteToyProtocol;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

/** Clients that send more than is wanted, or more than there are buffers for. */
@ExtendWith(NeedsIoUring.class)
@ParameterizedClass
@FieldSource("SIZES")
class BackPressureTest {

    static final List<Memory.Sizes> SIZES = List.of(Memory.Sizes.DEFAULT, new Memory.Sizes(2, 4, 2, 1000, 1000));

    @Parameter
    Memory.Sizes sizes = Memory.Sizes.DEFAULT;

    private final Limits limits = limits(3_000, 50_000_000);
    private final Statistics statistics = new Statistics();
    private final EchoProtocol echo = new EchoProtocol(limits, statistics);
    private final ByteToyProtocol toy = new ByteToyProtocol(limits);

    @Test
    void aClientThatReadsNothingIsSoonNotReadFromEither() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes);
                SocketChannel client = connect(stepper);
                Socket other = stepper.connect()) {
            long bytes = flood(stepper, client, Long.MAX_VALUE);
            // The socket buffers of both sides, what is owed at most, and all buffers full: no more, however long it sends.
            assertTrue(bytes < 40_000_000, bytes + " bytes");
            send(other, "served");
            assertEquals("served", stepper.readText(other, 6));
            assertEquals(bytes, drain(stepper, client, bytes));
            assertEquals(1_000_000, flood(stepper, client, 1_000_000), "and then it is read from again");
            assertEquals(1_000_000, drain(stepper, client, 1_000_000));
        }
    }

    @Test
    void everyByteComesBackInOrderThroughAnyNumberOfPauses() throws Exception {
        byte[] bytes = new byte[10_000_000];
        new Random(1).nextBytes(bytes);
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes); SocketChannel client = connect(stepper)) {
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
    void anEndBehindInputThatIsNotYetWantedIsToldAfterIt() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes); SocketChannel client = connect(stepper)) {
            long bytes = flood(stepper, client, 3_000_000);
            client.shutdownOutput();
            for (int turn = 0; turn < 10; turn++) {
                stepper.loop.runOnce(0);
            }
            assertEquals(bytes, drain(stepper, client, Long.MAX_VALUE), "all of it, and then the end");
            stepper.until(() -> statistics.connectionsOpen() == 0);
        }
    }

    @Test
    void whatWasReceivedIsAnsweredThoughTheServerCloses() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes); Socket client = stepper.connect()) {
            send(client, "b");
            stepper.until(() -> client.getInputStream().available() > 100_000);
            send(client, "done");
            for (int turn = 0; turn < 10; turn++) {
                stepper.loop.runOnce(1_000_000);
            }
            stepper.loop.shutdown();
            for (int left = ByteToyProtocol.BIG_BYTES; left > 0;) {
                stepper.until(() -> client.getInputStream().available() > 0);
                left -= client.getInputStream().readNBytes(Math.min(left, client.getInputStream().available())).length;
            }
            assertEquals("done", stepper.readText(client, 4));
            stepper.until(() -> stepper.atEnd(client));
            stepper.until(stepper.loop::ended);
        }
    }

    @Test
    void aResetIsSeenWhenNeitherInputNorOutputIsUnderWay() throws Exception {
        try (LoopStepper stepper = new LoopStepper(toy, limits, sizes); Socket client = stepper.connect()) {
            send(client, "p");
            stepper.until(() -> toy.paused.get() == 1);
            // Not wanted, so the receive is cancelled.
            send(client, "....");
            stepper.loop.runOnce(5_000_000);
            stepper.loop.runOnce(5_000_000);
            LoopStepper.reset(client);
            stepper.until(() -> toy.open.get() == 0);
        }
    }

    @Test
    void moreClientsThanBuffersAreAllServed() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes)) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 1; i <= 1_000; i++) {
                clients.add(stepper.connect());
                long connected = i;
                if (i % 100 == 0) {
                    stepper.until(() -> statistics.connectionsAccepted() == connected);
                }
            }
            for (int i = 0; i < 1_000; i++) {
                send(clients.get(i), "client " + i);
            }
            for (int i = 0; i < 1_000; i++) {
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
    void aConnectionThatWaitsHoldsNoBuffer() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, limits, sizes);
                Socket client = stepper.connect();
                Socket other = stepper.connect()) {
            send(client, "x".repeat(5_000));
            send(other, "x");
            stepper.read(client, 5_000);
            stepper.read(other, 1);
            stepper.until(() -> stepper.loop.memory.output.lent() == 0);
        }
    }

    private static SocketChannel connect(LoopStepper stepper) throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 64 << 10);
        client.connect(stepper.loop.address());
        client.configureBlocking(false);
        return client;
    }

    /** Sends until that is enough, or until nothing more can be sent for a while. */
    private static long flood(LoopStepper stepper, SocketChannel client, long enough) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(10_000);
        long sent = 0;
        for (int refused = 0; refused < 50 && sent < enough;) {
            int written = client.write(piece.clear().limit((int) Math.min(piece.capacity(), enough - sent)));
            sent += written;
            refused = written > 0 ? 0 : refused + 1;
            stepper.loop.runOnce(written > 0 ? 0 : 1_000_000);
        }
        return sent;
    }

    /** Reads until that is enough, or until the end. */
    private static long drain(LoopStepper stepper, SocketChannel client, long enough) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(100_000);
        long read = 0;
        while (read < enough) {
            int count = client.read(piece.clear());
            if (count < 0) {
                return read;
            }
            read += count;
            stepper.loop.runOnce(count > 0 ? 0 : 1_000_000);
        }
        return read;
    }
}
