package dev.refservers.forking;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.QueueProtocol;
import dev.refservers.server.ProtocolProvider;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * What the parent has for its workers: a private directory with two sockets and the scoreboard, and one thread that
 * serves all their links and lifelines. Safe for use by many threads.
 */
final class Parent {

    private static final int ACCEPTS_IN_A_ROW = 64;
    private static final int BACKLOG = 1024;
    private static final long LOOK_NANOS = 50_000_000;

    private final Path directory;
    private final Scoreboard scoreboard;
    private final Workers workers;
    private final EventLoop loop;
    private final Lifelines lifelines;
    private final Thread thread;

    private Parent(Path directory, Assignment assignment, Class<?> provider, int slots, Path java) throws IOException {
        this.directory = directory;
        scoreboard = Scoreboard.create(assignment.scoreboard(), slots, System.currentTimeMillis());
        workers = new Workers(new WorkerCommand(java, assignment, provider), scoreboard);
        loop = new EventLoop(assignment.gracePeriod(), () -> {});
        lifelines = new Lifelines(loop);
        thread = new Thread(loop::run, assignment.architecture() + "-links");
    }

    /**
     * Prepares for at most so many workers at once.
     *
     * @param java what runs them
     * @throws IOException when there is no place for the directory, or workers cannot have this protocol
     */
    static Parent open(String architecture, Protocol protocol, Settings settings, int slots, Path java)
            throws IOException {
        Class<?> provider = provider(protocol.name());
        // Nobody but this user may enter it, which is all the authentication that the sockets in it need.
        Path directory = Files.createTempDirectory("refservers-");
        try {
            Assignment assignment = new Assignment(architecture, directory, Scoreboard.PARENT, settings.gracePeriod(),
                    settings.limits(), provider.getName());
            Parent parent = new Parent(directory, assignment, provider, slots, java);
            parent.listen(assignment, protocol);
            parent.thread.start();
            return parent;
        } catch (IOException failure) {
            Assignment.deleteFiles(directory);
            throw failure;
        }
    }

    private void listen(Assignment assignment, Protocol protocol) throws IOException {
        try {
            new Acceptor(loop, listen(assignment.lifeline()), ACCEPTS_IN_A_ROW, lifelines);
            if (protocol instanceof QueueProtocol) {
                Links links = new Links(protocol);
                new Acceptor(loop, listen(assignment.queues()), ACCEPTS_IN_A_ROW,
                        channel -> loop.open(channel, links, true));
            }
        } catch (IOException failure) {
            loop.close();
            throw failure;
        }
    }

    Workers workers() {
        return workers;
    }

    Scoreboard scoreboard() {
        return scoreboard;
    }

    /**
     * Waits until so many workers have started, which live on then.
     *
     * @throws IOException when one of them has ended instead, or none has got anywhere for so long
     */
    void awaitWorkers(int number, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        try {
            while (!lifelines.await(number, LOOK_NANOS)) {
                if (workers.size() < number || end - System.nanoTime() <= 0) {
                    throw new IOException(workers.size() + " of " + number + " workers live, and not all have started");
                }
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the workers were starting");
        }
    }

    /** Tells the workers, those that are only starting too, to end as soon as their clients have what they are owed. */
    void shutDownWorkers() {
        lifelines.shutDownWorkers();
    }

    /** Waits for so long at most until all workers have ended, ends the others, and tidies up. No more may be started. */
    void close(long nanos) {
        workers.awaitExit(nanos);
        loop.shutdown();
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        Assignment.deleteFiles(directory);
    }

    private static ServerSocketChannel listen(UnixDomainSocketAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return listener.bind(address, BACKLOG);
        } catch (IOException failure) {
            listener.close();
            throw new IOException("cannot listen at " + address + ": " + failure.getMessage()
                    + "; let java.io.tmpdir be a short path that can be written to", failure);
        }
    }

    /** A worker has to make the protocol anew, so it must be one that can be made by its name. */
    private static Class<?> provider(String protocol) throws IOException {
        for (ProtocolProvider provider : ServiceLoader.load(ProtocolProvider.class)) {
            if (provider.name().equals(protocol)) {
                return provider.getClass();
            }
        }
        throw new IOException("no ProtocolProvider is called '" + protocol + "': a worker process makes its protocol"
                + " anew, so it needs one that is found by ServiceLoader");
    }
}
