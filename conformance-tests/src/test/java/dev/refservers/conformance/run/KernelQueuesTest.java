package dev.refservers.conformance.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By single sockets and by the tables, over IPv4 and IPv6: the same is seen. */
class KernelQueuesTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.0.0.1, false", "::1, true", "::1, false"})
    void bothEndsAreSeen(String address, boolean diagnosed) throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getByName(address), 0));
                SocketChannel client = SocketChannel.open(listening.getLocalAddress())) {
            KernelQueues queues = new KernelQueues((InetSocketAddress) listening.getLocalAddress(), diagnosed);
            assertTrue(queues.areVisible());
            InetSocketAddress local = (InetSocketAddress) client.getLocalAddress();
            try (SocketChannel served = listening.accept()) {
                assertTrue(served.isConnected());
                client.write(ByteBuffer.allocate(10));
                KernelQueues.Ends sent = new KernelQueues.Ends(Optional.of(new KernelQueues.End(0, 0, true)),
                        Optional.of(new KernelQueues.End(10, 0, true)));
                Awaitility.await().until(() -> queues.look(local).equals(sent));
            }
            // What it has not read it answers with a reset: its end is no more.
            Awaitility.await().until(() -> queues.look(local).server().isEmpty());
        }
    }
}
