package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of connections of this JVM: over IPv4, by sockets that the JDK opens for IPv6, and over IPv6. */
class SocketDiagnosticsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void tellsWhatWaitsAtEachEndAndWhoHoldsIt(String address) throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getByName(address), 0));
                SocketDiagnostics diagnostics = SocketDiagnostics.open();
                SocketChannel client = SocketChannel.open(listening.getLocalAddress())) {
            InetSocketAddress local = (InetSocketAddress) client.getLocalAddress();
            InetSocketAddress remote = (InetSocketAddress) client.getRemoteAddress();
            assertEquals(Optional.of(new SocketDiagnostics.End(0, 0, true)), diagnostics.end(local, remote));
            assertEquals(Optional.of(false), diagnostics.end(remote, local).map(SocketDiagnostics.End::held),
                    "before it is accepted");
            try (SocketChannel served = listening.accept()) {
                assertEquals(10, client.write(ByteBuffer.allocate(10)));
                Awaitility.await().until(() -> diagnostics.end(remote, local)
                        .equals(Optional.of(new SocketDiagnostics.End(10, 0, true))));
                assertEquals(10, served.read(ByteBuffer.allocate(20)));
                assertEquals(Optional.of(new SocketDiagnostics.End(0, 0, true)), diagnostics.end(remote, local));
            }
            Awaitility.await()
                    .until(() -> !diagnostics.end(remote, local).map(SocketDiagnostics.End::held).orElse(false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aSocketThatListensIsNoEndOfAConnection(String address) throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getByName(address), 0));
                SocketDiagnostics diagnostics = SocketDiagnostics.open()) {
            InetSocketAddress bound = (InetSocketAddress) listening.getLocalAddress();
            InetSocketAddress nobody = new InetSocketAddress(bound.getAddress(), 1);
            assertFalse(diagnostics.end(bound, nobody).isPresent());
            assertFalse(diagnostics.end(nobody, bound).isPresent());
        }
    }
}
