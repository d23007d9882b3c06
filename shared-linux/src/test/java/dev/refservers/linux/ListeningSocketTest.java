package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ListeningSocketTest {

    /** Keeps those who are accepted, and what they were told: null is for those who are served. */
    private static final class Accepted implements ListeningSocket.Clients<String> {
        final List<Integer> descriptors = new ArrayList<>();
        final List<@Nullable String> refusals = new ArrayList<>();
        int end = Integer.MAX_VALUE;

        @Override
        public boolean canWatch(int descriptor) {
            return descriptor < end;
        }

        @Override
        public String refuse() {
            return "full";
        }

        @Override
        public void discard(String refusal) {
            throw new AssertionError("only for want of descriptors");
        }

        @Override
        public void open(int descriptor, @Nullable String refusal) {
            descriptors.add(descriptor);
            refusals.add(refusal);
        }
    }

    private final Accepted clients = new Accepted();

    private static List<ListeningSocket> open(int count, int maxConnections) throws IOException {
        return ListeningSocket.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128, 300,
                Sockets.SOCK_NONBLOCK, count, maxConnections);
    }

    private static Socket connect(ListeningSocket listener) throws IOException {
        return new Socket(listener.address().getAddress(), listener.address().getPort());
    }

    @Test
    void whoIsOneTooManyIsRefusedUntilOneHasLeft() throws IOException {
        ListeningSocket listener = open(1, 1).getFirst();
        try (Socket first = connect(listener); Socket second = connect(listener)) {
            assertFalse(listener.accept(clients, 0), "nobody else waits");
            assertEquals("[null, full]", clients.refusals.toString());
            listener.release(clients.descriptors.get(1), false, 0);
            assertEquals(-1, second.getInputStream().read(), "its connection is closed");
            listener.release(clients.descriptors.get(0), true, 0);
            assertEquals(-1, first.getInputStream().read());
            try (Socket third = connect(listener)) {
                listener.accept(clients, 0);
                assertEquals("[null, full, null]", clients.refusals.toString());
                listener.release(clients.descriptors.get(2), true, 0);
                assertEquals(-1, third.getInputStream().read());
            }
        }
        listener.close();
    }

    @Test
    void whoHasADescriptorThatCannotBeWatchedIsRefusedAndNotCounted() throws IOException {
        ListeningSocket listener = open(1, 1).getFirst();
        clients.end = 0;
        try (Socket first = connect(listener); Socket second = connect(listener)) {
            assertTrue(first.isConnected());
            listener.accept(clients, 0);
            clients.end = Integer.MAX_VALUE;
            try (Socket third = connect(listener)) {
                assertTrue(second.isConnected() && third.isConnected());
                listener.accept(clients, 0);
                assertEquals("[full, full, null]", clients.refusals.toString());
            }
        }
        clients.descriptors.forEach(Descriptors::close);
        listener.close();
    }

    @Test
    void afterAFewTheOthersHaveTheirTurn() throws IOException {
        ListeningSocket listener = open(1, 1000).getFirst();
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            sockets.add(connect(listener));
        }
        assertTrue(listener.accept(clients, 0), "more may wait");
        assertEquals(64, clients.descriptors.size());
        assertFalse(listener.accept(clients, 0));
        assertEquals(65, clients.descriptors.size());
        clients.descriptors.forEach(Descriptors::close);
        for (Socket socket : sockets) {
            socket.close();
        }
        listener.close();
    }

    @Test
    void severalShareAPortAndTheLimit() throws IOException {
        List<ListeningSocket> listeners = open(2, 1);
        assertEquals(listeners.get(0).address(), listeners.get(1).address());
        assertTrue(listeners.get(0).admit());
        assertFalse(listeners.get(1).admit());
        listeners.get(0).close();
        listeners.get(0).close();
        try (Socket client = connect(listeners.get(1))) {
            assertTrue(client.isConnected());
            listeners.get(1).accept(clients, 0);
            assertEquals("[full]", clients.refusals.toString());
        }
        clients.descriptors.forEach(Descriptors::close);
        listeners.get(1).close();
    }

    @Test
    void anAddressInUseIsNotShared() throws IOException {
        ListeningSocket one = open(2, 1).getFirst();
        IOException failure = assertThrows(IOException.class, () -> ListeningSocket.open(one.address(), 128, 0, 0, 2,
                1));
        assertTrue(String.valueOf(failure.getMessage())
                .startsWith("bind(127.0.0.1:" + one.address().getPort() + "): EADDRINUSE"));
    }

    @Test
    void aPauseEndsAfterAWhileOrWhenADescriptorIsGivenBack() throws IOException {
        ListeningSocket listener = open(1, 1).getFirst();
        listener.pause(1_000);
        assertTrue(listener.paused());
        assertEquals(100_000_000, listener.nanosUntilRetry(1_000));
        assertFalse(listener.retryIsDue(100_000_999));
        assertTrue(listener.retryIsDue(100_001_000));
        assertFalse(listener.paused());
        assertEquals(ListeningSocket.NEVER, listener.nanosUntilRetry(0));
        assertFalse(listener.retryIsDue(0), "once");
        assertTrue(listener.dropReserve(Errno.failure("accept", Errno.EMFILE), 2_000));
        assertFalse(listener.dropReserve(Errno.failure("accept", Errno.EMFILE), 2_000), "it is given up already");
        listener.pause(2_000);
        listener.release(Descriptors.open("/dev/null", Descriptors.O_RDONLY), false, 2_001);
        assertTrue(listener.retryIsDue(2_001));
        listener.close();
    }
}
