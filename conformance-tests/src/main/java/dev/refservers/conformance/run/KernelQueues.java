package dev.refservers.conformance.run;

import dev.refservers.linux.Linux;
import dev.refservers.linux.SocketDiagnostics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel tells of a connection to a server of the same machine: how many bytes wait at each end. So a script can
 * wait for the server to have read something, which the server itself tells nobody.
 *
 * <p>
 * The kernel is asked about the two sockets alone, by sock_diag(7). Where it does not answer, the tables of proc(5) are
 * read, which hold all connections of the machine: tens of milliseconds where there are thousands.
 */
final class KernelQueues {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;
    private static final int INODE = 9;
    private static final int HEXADECIMAL = 16;

    private final InetSocketAddress server;
    private final boolean visible;
    private boolean diagnosed;

    KernelQueues(InetSocketAddress server) throws IOException {
        this(server, Linux.unavailable().isEmpty() && !server.getAddress().isLinkLocalAddress());
    }

    /** Asks the kernel about single sockets, or reads its tables. */
    KernelQueues(InetSocketAddress server, boolean diagnosed) throws IOException {
        this.server = server;
        this.diagnosed = diagnosed;
        visible = Files.isReadable(TABLES.getFirst()) && (server.getAddress().isLoopbackAddress()
                || NetworkInterface.getByInetAddress(server.getAddress()) != null);
    }

    /**
     * One end of a connection.
     *
     * @param unread how many bytes have come that nobody has read yet
     * @param unsent how many bytes were written that the peer has not acknowledged yet
     * @param held whether a process has it open
     */
    record End(long unread, long unsent, boolean held) {}

    /** Whether the server's ends can be seen, too. */
    boolean areVisible() {
        return visible;
    }

    /**
     * Both ends of a connection.
     *
     * @param client empty if there is none, or it cannot be seen
     * @param server likewise
     */
    record Ends(Optional<End> client, Optional<End> server) {}

    /** What there is to be seen now. */
    Ends look(InetSocketAddress client) throws IOException {
        if (diagnosed) {
            try (SocketDiagnostics diagnostics = SocketDiagnostics.open()) {
                return new Ends(end(diagnostics, client, server),
                        visible ? end(diagnostics, server, client) : Optional.empty());
            } catch (IOException unanswered) {
                // Some sandboxes have no such socket; the tables say the same.
                diagnosed = false;
            }
        }
        return lookIntoTables(port(client), port(server));
    }

    private static Optional<End> end(SocketDiagnostics diagnostics, InetSocketAddress local, InetSocketAddress remote)
            throws IOException {
        return diagnostics.end(local, remote).map(end -> new End(end.unread(), end.unsent(), end.held()));
    }

    private Ends lookIntoTables(String client, String server) throws IOException {
        Optional<End> ofClient = Optional.empty();
        Optional<End> ofServer = Optional.empty();
        for (Path table : TABLES) {
            if (!Files.isReadable(table)) {
                continue;
            }
            try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
                for (String line : lines.filter(one -> one.contains(client) && one.contains(server)).toList()) {
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length <= INODE) {
                        continue;
                    }
                    if (fields[LOCAL].endsWith(client) && fields[REMOTE].endsWith(server)) {
                        ofClient = Optional.of(end(fields));
                    } else if (visible && fields[LOCAL].endsWith(server) && fields[REMOTE].endsWith(client)) {
                        ofServer = Optional.of(end(fields));
                    }
                }
            }
        }
        return new Ends(ofClient, ofServer);
    }

    private static End end(String[] fields) {
        String[] queues = fields[QUEUES].split(":", -1);
        return new End(Long.parseLong(queues[1], HEXADECIMAL), Long.parseLong(queues[0], HEXADECIMAL),
                !fields[INODE].equals("0"));
    }

    private static String port(InetSocketAddress address) {
        return String.format(Locale.ROOT, ":%04X", address.getPort());
    }
}
