package dev.refservers.forking;

import static dev.refservers.forking.Servers.limits;
import static dev.refservers.forking.Servers.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Sockets;
import dev.refservers.server.EchoProvider;
import dev.refservers.server.Settings;
import dev.refservers.testing.Client;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker process whose parent is whatever this test makes of it. */
@Timeout(120)
final class WorkerTest {

    private static final Duration GRACE = Duration.ofSeconds(5);

    @TempDir
    Path temporary = Path.of("");

    @BeforeAll
    static void isAvailable() {
        Servers.assumeLinux();
    }

    @Test
    void aWorkerWhoseParentWasKilledBeforeItCouldReachItAnswersAndEnds() throws Exception {
        Settings settings = settings(limits(10, 0), GRACE);
        Path scoreboard = temporary.resolve("scoreboard");
        Path lifeline = temporary.resolve("lifeline");
        Assignment assignment = new Assignment("forking",
                new SharedFiles.Paths(scoreboard.toString(), lifeline.toString(), ""), Scoreboard.PARENT, GRACE,
                settings.limits(),
                EchoProvider.class.getName());
        Workers workers = new Workers(new WorkerCommand(WorkerCommand.java(), assignment, EchoProvider.class),
                Scoreboard.create(scoreboard, 1, 0));
        leaveSocket(lifeline);
        Listener listener = Listener.open(settings);
        try (Client client = new Client(listener.address())) {
            int fd = accept(listener);
            client.send("x");
            workers.start(fd);
            Descriptors.close(fd);
            // It answers before it looks for its parent, and stays with its client until it has.
            assertEquals("x", client.receive(1));
            assertEquals("", client.rest());
        } finally {
            listener.close();
            workers.awaitExit(GRACE.toNanos());
        }
    }

    /** What a process that was killed leaves of a socket on which it listened. */
    private static void leaveSocket(Path path) throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path)).close();
    }

    private static int accept(Listener listener) {
        int fd = Sockets.accept4(listener.fd(), Sockets.SOCK_CLOEXEC);
        while (fd < 0) {
            Thread.onSpinWait();
            fd = Sockets.accept4(listener.fd(), Sockets.SOCK_CLOEXEC);
        }
        return fd;
    }
}
