package dev.refservers.forking;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.queue.QueueProtocol;
import dev.refservers.server.ProtocolProvider;
import dev.refservers.server.Settings;
import dev.refservers.server.Uninterrupted;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * What the parent has for its workers: the files that they share, and one thread that serves all their links and
 * lifelines. Safe for use by many threads.
 */
final class Parent {

    private static final int ACCEPTS_IN_A_ROW = 64;
    private static final long LOOK_NANOS = 50_000_000;

    private final SharedFiles files;
    private final Workers workers;
    private final EventLoop loop;
    private final Lifelines lifelines;
    private final Thread thread;

    private Parent(SharedFiles files, Assignment assignment, Class<?> provider, Path java) throws IOException {
        this.files = files;
        workers = new Workers(new WorkerCommand(java, assignment, provider), files.scoreboard());
        loop = new EventLoop(assignment.gracePeriod(), () -> {});
        lifelines = new Lifelines(loop);
        thread = new Thread(loop::run, assignment.architecture() + "-links");
    }

    /**
     * Prepares for at most so many workers at once.
     *
     * @param java what runs them
     * @throws IOException when there is no place for the files, or workers cannot have this protocol
     */
    static Parent open(String architecture, Protocol protocol, Settings settings, int slots, Path java)
            throws IOException {
        Class<?> provider = provider(protocol.name());
        SharedFiles files = new SharedFiles(slots);
        try {
            Assignment assignment = new Assignment(architecture, files.paths(), Scoreboard.PARENT,
                    settings.gracePeriod(), settings.limits(), provider.getName());
            Parent parent = new Parent(files, assignment, provider, java);
            parent.listen(protocol);
            parent.thread.start();
            return parent;
        } catch (IOException failure) {
            files.close();
            throw failure;
        }
    }

    private void listen(Protocol protocol) throws IOException {
        try {
            new Acceptor(loop, files.lifelines(), ACCEPTS_IN_A_ROW, lifelines, null);
            if (protocol instanceof QueueProtocol) {
                Links links = new Links(protocol);
                new Acceptor(loop, files.queues(), ACCEPTS_IN_A_ROW, channel -> loop.open(channel, links, true),
                        null);
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
        return files.scoreboard();
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
        Uninterrupted.await(thread::join);
        files.close();
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
