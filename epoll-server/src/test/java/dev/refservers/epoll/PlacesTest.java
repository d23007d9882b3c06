package dev.refservers.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Errno;
import dev.refservers.linux.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PlacesTest {

    @Test
    void thereAreSoManyAndOneMoreForEachThatIsGivenBack() throws IOException {
        Places places = new Places(2);
        assertTrue(places.take());
        assertTrue(places.take());
        assertFalse(places.take());
        places.giveBack();
        assertTrue(places.take());
        assertFalse(places.take());
        places.close();
    }

    @Test
    void theDescriptorOfAClientWhoTookTheReserveBecomesTheReserve() throws IOException {
        Places places = new Places(1);
        int listener = Listeners.open(LoopStepper.settings(LoopStepper.limits(1, 0), Duration.ZERO))[0];
        InetSocketAddress address = Sockets.getsockname(listener);
        assertEquals(-Errno.EAGAIN, places.acceptBySpare(listener), "nobody is there");
        assertTrue(places.hasSpare());
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            int accepted = places.acceptBySpare(listener);
            assertTrue(accepted >= 0);
            assertFalse(places.hasSpare());
            places.close(accepted);
            assertTrue(places.hasSpare());
            assertEquals(-1, client.getInputStream().read(), "the client's connection is closed");
            assertEquals(Descriptors.FD_CLOEXEC, Descriptors.fcntl(accepted, Descriptors.F_GETFD, 0));
        }
        assertEquals("kept", places.withSpare(() -> "kept"));
        assertTrue(places.hasSpare());
        Descriptors.close(listener);
        places.close();
    }
}
