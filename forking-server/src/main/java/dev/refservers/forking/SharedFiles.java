package dev.refservers.forking;

import dev.refservers.linux.Descriptors;
import dev.refservers.server.Quietly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the processes of one server share: the scoreboard, and two sockets on which the parent listens. Made and closed
 * by the parent, by one thread.
 *
 * <p>
 * They are made in a private directory, which is deleted at once: nobody who tidies up can take anything from under a
 * server, and a server that is killed leaves nothing. Workers find what they need by the parent's descriptors, as
 * {@code /proc} shows them to nobody but this user, which is all the authentication that the sockets need.
 */
final class SharedFiles implements AutoCloseable {

    /** How workers get at the files, while the parent lives: names of descriptors. */
    record Paths(String scoreboard, String lifeline, String queues) {}

    private static final int BACKLOG = 1024;

    private final List<Integer> descriptors = new ArrayList<>();
    private final List<ServerSocketChannel> listeners = new ArrayList<>();
    private final Scoreboard scoreboard;
    private final Paths paths;

    /** Makes them, with so many slots for workers in the scoreboard. */
    SharedFiles(int slots) throws IOException {
        Path directory = makeDirectory();
        try {
            scoreboard = Scoreboard.create(directory.resolve("scoreboard"), slots, System.currentTimeMillis());
            paths = new Paths(hold(directory.resolve("scoreboard")), listen(directory.resolve("lifeline")),
                    listen(directory.resolve("queues")));
        } catch (IOException failure) {
            close();
            throw failure;
        } finally {
            delete(directory);
        }
    }

    Scoreboard scoreboard() {
        return scoreboard;
    }

    Paths paths() {
        return paths;
    }

    /** Where workers come with their lifelines. */
    ServerSocketChannel lifelines() {
        return listeners.getFirst();
    }

    /** Where workers come with links to the queues. */
    ServerSocketChannel queues() {
        return listeners.getLast();
    }

    /** No worker can begin any more; those that have, have what they need. */
    @Override
    public void close() {
        for (ServerSocketChannel listener : listeners) {
            Quietly.close(listener);
        }
        descriptors.forEach(Descriptors::close);
        descriptors.clear();
    }

    private static Path makeDirectory() throws IOException {
        try {
            return Files.createTempDirectory("refservers-");
        } catch (IOException failure) {
            throw new IOException("no directory can be made in " + System.getProperty("java.io.tmpdir") + ": "
                    + reason(failure) + "; let java.io.tmpdir be one that can be written to", failure);
        }
    }

    /** The exceptions of missing and forbidden files have no message but the name. */
    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "it does not exist";
            case AccessDeniedException denied -> "it may not be written to";
            default -> String.valueOf(failure.getMessage());
        };
    }

    private String listen(Path path) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listeners.add(listener);
        try {
            listener.bind(UnixDomainSocketAddress.of(path), BACKLOG);
        } catch (IOException failure) {
            throw new IOException("cannot listen at " + path + ": " + failure.getMessage()
                    + "; let java.io.tmpdir be a short path that can be written to", failure);
        }
        return hold(path);
    }

    /** What the file is called as long as this process has it, whatever becomes of its name. */
    private String hold(Path path) throws IOException {
        int descriptor = Descriptors.open(path.toString(), Descriptors.O_PATH | Descriptors.O_CLOEXEC);
        descriptors.add(descriptor);
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor;
    }

    private static void delete(Path directory) {
        for (String file : List.of("scoreboard", "queues", "lifeline", "")) {
            try {
                Files.deleteIfExists(directory.resolve(file));
            } catch (IOException failure) {
                Log.log(Level.WARNING, "Cannot delete " + directory.resolve(file) + ": " + failure.getMessage());
            }
        }
    }
}
