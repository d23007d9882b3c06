package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ReserveTest {

    @Test
    void soManyAreAdmittedAndOneMoreForEachThatHasEnded() throws IOException {
        Reserve reserve = new Reserve(2, 1);
        assertTrue(reserve.admit());
        assertTrue(reserve.admit());
        assertFalse(reserve.admit());
        reserve.discount();
        assertTrue(reserve.admit());
        assertFalse(reserve.admit());
        reserve.leave();
    }

    @Test
    void theDescriptorOfAClientWhoTookTheReserveBecomesTheReserve() throws IOException {
        Reserve reserve = new Reserve(1, 1);
        int listener = Sockets.socket(Sockets.AF_INET, Sockets.SOCK_STREAM | Sockets.SOCK_NONBLOCK, 0);
        Sockets.bind(listener, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Sockets.listen(listener, 16);
        assertEquals(-Errno.EAGAIN, reserve.acceptWithSpare(listener), "nobody is there");
        assertTrue(reserve.hasSpare());
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Sockets.getsockname(listener).getPort())) {
            int accepted = reserve.acceptWithSpare(listener);
            assertTrue(accepted >= 0);
            assertFalse(reserve.hasSpare());
            reserve.giveBack(accepted);
            assertTrue(reserve.hasSpare());
            assertEquals(-1, client.getInputStream().read(), "the client's connection is closed");
            assertEquals(Descriptors.FD_CLOEXEC, Descriptors.fcntl(accepted, Descriptors.F_GETFD, 0));
        }
        assertEquals("kept", reserve.withSpare(() -> "kept"));
        assertTrue(reserve.hasSpare());
        Descriptors.close(listener);
        reserve.leave();
    }
}
