package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Multishot operations on a socket, and the buffers of both directions. */
class RingSocketsTest {

    private static final long ACCEPT = 1L << 40;
    private static final long RECEIVE = 2L << 40;
    private static final long SEND = 3L << 40;
    private static final long CANCEL = 4L << 40;

    private Ring ring;
    private ProvidedBuffers input;
    private BufferPool output;
    private SubmissionQueue submissions;
    private CompletionQueue completions;
    private Socket client;
    private int listener;
    private int served;

    @BeforeEach
    void open() throws IOException {
        Optional<String> unavailable = IoUring.unavailable();
        assumeTrue(unavailable.isEmpty(), () -> unavailable.orElse(""));
        ring = new Ring(8, 16);
        input = new ProvidedBuffers(ring, 4, 8, 7);
        output = new BufferPool(100);
        submissions = ring.submissions();
        completions = ring.completions();
        listener = Sockets.socket(Sockets.AF_INET, Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC, 0);
        Sockets.bind(listener, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Sockets.listen(listener, 16);
        client = connect();
    }

    @AfterEach
    void close() throws IOException {
        if (ring != null) {
            client.close();
            ring.close();
            input.close();
            output.close();
            Descriptors.close(served);
            Descriptors.close(listener);
        }
    }

    /** Called by the test itself, which JUnit runs by a thread of its own. */
    private void serve() {
        ring.enable();
        submissions.accept(listener, Sockets.SOCK_CLOEXEC, ACCEPT);
        served = next(ACCEPT).result();
        assertTrue(served >= 0);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), Sockets.getsockname(listener).getPort());
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private record Completion(int result, boolean last, int buffer) {}

    /** Waits for the next completion, which must be of this operation. */
    private Completion next(long userData) {
        while (completions.size() == 0) {
            ring.submitAndWait(Ring.NEVER);
        }
        assertEquals(userData, completions.userData(0));
        Completion next = new Completion(completions.result(0), (completions.flags(0) & IoUring.IORING_CQE_F_MORE) == 0,
                ProvidedBuffers.id(completions.flags(0)));
        completions.remove(1);
        return next;
    }

    private String text(Completion received) {
        return StandardCharsets.US_ASCII.decode(input.get(received.buffer(), received.result())).toString();
    }

    @Test
    void oneAcceptServesMany() throws IOException {
        serve();
        for (int i = 0; i < 5; i++) {
            try (Socket another = connect()) {
                assertTrue(another.isConnected());
                Completion accepted = next(ACCEPT);
                assertTrue(accepted.result() > 0 && !accepted.last());
                assertEquals(-1, accepted.buffer());
                assertEquals(0, Descriptors.close(accepted.result()));
            }
        }
    }

    @Test
    void oneReceiveTakesABufferForEachPieceUntilTheEnd() throws IOException {
        serve();
        submissions.receive(served, input, 0, RECEIVE);
        send("one");
        Completion one = next(RECEIVE);
        assertEquals("one", text(one));
        assertEquals(false, one.last());
        send("two");
        Completion two = next(RECEIVE);
        assertNotEquals(one.buffer(), two.buffer(), "the first was not given back");
        assertEquals("two", text(two));
        client.shutdownOutput();
        Completion end = next(RECEIVE);
        assertEquals(0, end.result());
        assertTrue(end.last());
    }

    @Test
    void aReceiveWithoutABufferEndsAndGoesOnWhenThereAreSome() throws IOException {
        serve();
        submissions.receive(served, input, 0, RECEIVE);
        String text = "eight..." + "bytes..." + "in......" + "each...." + "is more!";
        send(text);
        StringBuilder received = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            Completion piece = next(RECEIVE);
            assertEquals(8, piece.result());
            received.append(text(piece));
            assertEquals(i, piece.buffer());
        }
        Completion starved = next(RECEIVE);
        assertEquals(-Errno.ENOBUFS, starved.result());
        assertTrue(starved.last());
        for (int id = 0; id < 4; id++) {
            input.giveBack(id);
        }
        input.publish();
        submissions.receive(served, input, 0, RECEIVE + 1);
        received.append(text(next(RECEIVE + 1)));
        assertEquals(text, received.toString());
    }

    @Test
    void aReceiveThatIsCancelledLeavesTheBytesInTheSocket() throws IOException {
        serve();
        submissions.receive(served, input, 0, RECEIVE);
        submissions.cancel(RECEIVE, CANCEL);
        ring.submitAndWait(Ring.NEVER);
        Completion first = completions.userData(0) == CANCEL ? next(CANCEL) : next(RECEIVE);
        Completion second = first.result() == 0 ? next(RECEIVE) : next(CANCEL);
        assertEquals(-Errno.ECANCELED, first.result() + second.result());
        send("later");
        ring.submitAndWait(5_000_000);
        assertEquals(0, completions.size());
        submissions.receive(served, input, 0, RECEIVE + 1);
        assertEquals("later", text(next(RECEIVE + 1)));
    }

    @Test
    void aSendReadsFromItsOwnBuffer() throws IOException {
        serve();
        byte[] bytes = "..hello..".getBytes(StandardCharsets.US_ASCII);
        int buffer = output.borrow();
        output.put(buffer, bytes, 2, 5);
        submissions.send(served, output, buffer, 5, Sockets.MSG_NOSIGNAL, SEND);
        Completion sent = next(SEND);
        assertEquals(5, sent.result());
        assertTrue(sent.last());
        output.giveBack(buffer);
        assertArrayEquals("hello".getBytes(StandardCharsets.US_ASCII), client.getInputStream().readNBytes(5));
        assertEquals(0, output.lent());
    }

    @Test
    void theHotCallsAllocateNothing() throws IOException {
        serve();
        var thread = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        byte[] bytes = new byte[8];
        int out = output.borrow();
        long bytesPerTurn = Long.MAX_VALUE;
        // The interpreter boxes; what counts is the compiled code, and that takes as long as it takes.
        for (int round = 0; round < 200 && bytesPerTurn > 0; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                output.put(out, bytes, 0, 8);
                output.giveBack(out);
                out = output.borrow();
                submissions.nop(i);
                ring.submitAndWait(1_000_000_000);
                ByteBuffer buffer = input.get(i & 3, 8);
                bytes[0] = buffer.get();
                bytes[1] = (byte) (completions.userData(0) + completions.result(0) + completions.flags(0));
                completions.remove(completions.size());
                input.publish();
            }
            bytesPerTurn = (thread.getCurrentThreadAllocatedBytes() - before) / 1_000;
        }
        assertEquals(0, bytesPerTurn, "bytes a turn");
    }
}
