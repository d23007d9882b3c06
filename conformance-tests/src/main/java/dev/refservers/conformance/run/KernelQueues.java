package dev.refservers.conformance.run;

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
 * What the kernel tells of a connection to a server of the same machine, from proc(5): how many bytes wait at each end. So
 * a script can wait for the server to have read something, which the server itself tells nobody.
 */
final class KernelQueues {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;
    private static final int INODE = 9;

    private final int serverPort;
    private final boolean visible;

    KernelQueues(InetSocketAddress server) throws IOException {
        serverPort = server.getPort();
        visible = Files.isReadable(TABLES.getFirst()) && (server.getAddress().isLoopbackAddress()
                || NetworkInterface.getByInetAddress(server.getAddress()) != null);
    }

    /**
     * One end of a connection.
     *
     * @param queues what waits to be sent and to be read, as the kernel writes it
     * @param held whether a process has it open
     */
    record End(String queues, boolean held) {}

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

    /** What there is to be seen now. The tables hold all connections of the machine, so this may take milliseconds. */
    Ends look(int clientPort) throws IOException {
        if (clientPort == 0) {
            throw new IllegalArgumentException("a client that was never connected has no port");
        }
        String client = port(clientPort);
        String server = port(serverPort);
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
                    End end = new End(fields[QUEUES], !fields[INODE].equals("0"));
                    if (fields[LOCAL].endsWith(client) && fields[REMOTE].endsWith(server)) {
                        ofClient = Optional.of(end);
                    } else if (visible && fields[LOCAL].endsWith(server) && fields[REMOTE].endsWith(client)) {
                        ofServer = Optional.of(end);
                    }
                }
            }
        }
        return new Ends(ofClient, ofServer);
    }

    private static String port(int number) {
        return String.format(Locale.ROOT, ":%04X", number);
    }
}
