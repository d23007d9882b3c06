package dev.refservers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {

    @Test
    void theFirstAtWhichSomebodyListensIsTaken() throws IOException {
        try (Socket taken = new Socket();
                ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.2"))) {
            taken.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}),
                    server.getLocalPort()));
            InetSocketAddress nobody = new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}),
                    server.getLocalPort());
            InetSocketAddress there = new InetSocketAddress("127.0.0.2", server.getLocalPort());
            assertEquals(there, Addresses.listening(List.of(nobody, there), 1000));
            IOException none = assertThrows(IOException.class,
                    () -> Addresses.listening(List.of(nobody, nobody), 1000));
            assertTrue(String.valueOf(none.getMessage()).matches("127\\.0\\.0\\.1: .*, 127\\.0\\.0\\.1: .*"),
                    none.getMessage());
        }
    }

    @Test
    void aNumberStandsForItselfAndAnUnknownNameForNothing() {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress().getHostAddress(), 80);
        assertEquals(List.of(loopback), Addresses.all(loopback));
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no.such.host.invalid", 80);
        assertEquals(List.of(), Addresses.all(unknown));
        assertEquals("the host 'no.such.host.invalid' is not known",
                assertThrows(IOException.class, () -> Addresses.listening(unknown, 10)).getMessage());
    }
}
