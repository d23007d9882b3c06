package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SocketsTest {

    @Test
    void talkOverIpv4() throws IOException {
        talk(Inet4Address.ofLiteral("127.0.0.1"));
    }

    @Test
    void talkOverIpv6() throws IOException {
        InetAddress loopback = Inet6Address.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "No ::1 here: IPv6 is switched off.");
        talk(loopback);
    }

    private static void talk(InetAddress host) throws IOException {
        int listener = listen(host, 0);
        int accepted = -1;
        try (NativeBuffer buffer = new NativeBuffer(64)) {
            InetSocketAddress address = Sockets.getsockname(listener);
            assertEquals(host, address.getAddress());
            assertEquals(-Errno.EAGAIN, Sockets.accept4(listener, 0), "nobody there yet");
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                accepted = Sockets.accept4(listener, Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC);
                assertTrue(accepted >= 0);
                assertEquals(Descriptors.FD_CLOEXEC, Descriptors.fcntl(accepted, Descriptors.F_GETFD, 0));
                assertEquals(1, Sockets.getsockopt(accepted, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY), "inherited");
                assertEquals(-Errno.EAGAIN, Sockets.recv(accepted, buffer, 64, 0));

                client.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
                assertEquals(4, Sockets.recv(accepted, buffer, 64, 0));
                assertEquals("ping", StandardCharsets.US_ASCII.decode(buffer.first(4)).toString());

                buffer.put("..pong".getBytes(StandardCharsets.US_ASCII), 2, 4);
                assertEquals(4, Sockets.send(accepted, buffer, 4, Sockets.MSG_NOSIGNAL));
                assertEquals("pong", new String(client.getInputStream().readNBytes(4), StandardCharsets.US_ASCII));

                assertEquals(0, Sockets.shutdown(accepted, Sockets.SHUT_WR));
                assertEquals(-1, client.getInputStream().read());
                assertEquals(-Errno.EPIPE, Sockets.send(accepted, buffer, 4, Sockets.MSG_NOSIGNAL));
            }
            assertEquals(0, Sockets.recv(accepted, buffer, 64, 0), "the end");
        } finally {
            Descriptors.close(accepted);
            Descriptors.close(listener);
        }
    }

    @Test
    void failuresNameTheAddress() throws IOException {
        int listener = listen(Inet4Address.ofLiteral("127.0.0.1"), 0);
        int port = Sockets.getsockname(listener).getPort();
        try {
            IOException inUse = assertThrows(IOException.class,
                    () -> listen(Inet4Address.ofLiteral("127.0.0.1"), port));
            assertTrue(String.valueOf(inUse.getMessage()).startsWith("bind(127.0.0.1:" + port + "): EADDRINUSE"),
                    inUse::toString);
            assertEquals("Address already in use", assertInstanceOf(BindException.class, inUse.getCause()).getMessage(),
                    "as the JDK says it");
            IOException foreign = assertThrows(IOException.class, () -> listen(Inet4Address.ofLiteral("192.0.2.1"), 0));
            assertTrue(String.valueOf(foreign.getMessage()).startsWith("bind(192.0.2.1:0): EADDRNOTAVAIL"),
                    foreign::toString);
            IOException strange = assertThrows(IOException.class,
                    () -> listen(Inet6Address.ofLiteral("2001:db8::1"), 80));
            assertTrue(String.valueOf(strange.getMessage()).startsWith("bind([2001:db8:0:0:0:0:0:1]:80): "),
                    strange::toString);
        } finally {
            Descriptors.close(listener);
        }
    }

    @Test
    void aDescriptorThatIsNoneIsRefusedByEveryCall() {
        assertThrows(IOException.class, () -> Sockets.socket(-1, Sockets.SOCK_STREAM, 0));
        assertThrows(IOException.class, () -> Sockets.listen(-1, 1));
        assertThrows(IOException.class, () -> Sockets.getsockname(-1));
        assertThrows(IOException.class, () -> Sockets.getsockopt(-1, Sockets.SOL_SOCKET, Sockets.SO_ERROR));
        assertThrows(IOException.class, () -> Sockets.setsockopt(-1, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1));
        assertEquals(-Errno.EBADF, Sockets.accept4(-1, 0));
        assertEquals(-Errno.EBADF, Sockets.shutdown(-1, Sockets.SHUT_WR));
    }

    @Test
    void aCallNeverReachesBeyondItsBuffer() {
        try (NativeBuffer buffer = new NativeBuffer(8)) {
            assertThrows(IndexOutOfBoundsException.class, () -> Sockets.recv(-1, buffer, 9, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> Sockets.send(-1, buffer, -1, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.put(new byte[9], 0, 9));
        }
    }

    private static int listen(InetAddress host, int port) throws IOException {
        int listener = Sockets.socket(Sockets.family(host),
                Sockets.SOCK_STREAM | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC, 0);
        try {
            Sockets.setsockopt(listener, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
            Sockets.setsockopt(listener, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1);
            Sockets.bind(listener, new InetSocketAddress(host, port));
            Sockets.listen(listener, 16);
            return listener;
        } catch (IOException failure) {
            Descriptors.close(listener);
            throw failure;
        }
    }
}
