package dev.refservers.forking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a socket that listens no more. */
@Timeout(60)
final class AcceptorTest {

    @BeforeAll
    static void isAvailable() {
        Servers.assumeLinux();
    }

    @Test
    void aListenerThatAnotherProcessHasShutDownIsLeftAloneWithoutAWord() throws IOException {
        EventLoop loop = new EventLoop(Duration.ofSeconds(5), () -> {});
        Set<Integer> before = sockets();
        try (ServerSocketChannel listener = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Set<Integer> opened = sockets();
            opened.removeAll(before);
            assertEquals(1, opened.size());
            new Acceptor(loop, listener, 1, channel -> {
                throw new AssertionError("nobody connects");
            }, null);
            assertEquals(0, Sockets.shutdown(opened.iterator().next(), Sockets.SHUT_RDWR));
            loop.runOnce(Session.NEVER);
            assertEquals(Session.NEVER, loop.deadlines.nanosUntilNext(System.nanoTime()),
                    "it would accept again, and log a warning");
        } finally {
            loop.close();
        }
    }

    /** The sockets of this process: a channel does not tell which of them it is. */
    private static Set<Integer> sockets() throws IOException {
        Set<Integer> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.filter(Files::isSymbolicLink).toList()) {
                try {
                    if (Files.readSymbolicLink(descriptor).toString().startsWith("socket:")) {
                        sockets.add(Integer.parseInt(String.valueOf(descriptor.getFileName())));
                    }
                } catch (NoSuchFileException closedMeanwhile) {
                    assertFalse(Files.exists(descriptor), "it was that of the list itself");
                }
            }
        }
        return sockets;
    }
}
