package dev.refservers.forking;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Status;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Uninterrupted;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The parent of workers that accept clients by themselves: it only sees to it that there are always as many. */
final class PreforkServer implements Server {

    /** A worker that lived for less is no reason to start the next one at once. */
    private static final long SHORT_LIFE_NANOS = 1_000_000_000;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** How long the first workers may take to start; a machine that is busy with much else needs seconds. */
    private static final long START_NANOS = 60_000_000_000L;

    private final Settings settings;
    private final int number;
    private final Parent parent;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closing;
    private boolean closed;

    private PreforkServer(Settings settings, int number, Parent parent, Listener listener) {
        this.settings = settings;
        this.number = number;
        this.parent = parent;
        this.listener = listener;
        thread = new Thread(this::replaceTheDead, "prefork-replace");
    }

    /**
     * Listens, starts the workers, and returns when they accept.
     *
     * @param architecture its name
     * @param number of workers
     * @param java what runs them
     */
    static PreforkServer start(String architecture, Protocol protocol, Settings settings, int number, Path java)
            throws IOException {
        Listener listener = Listener.open(settings);
        try {
            // A worker that drains after a SIGTERM of its own has its slot until it ends, beside the one that replaces it.
            Parent parent = Parent.open(architecture, protocol, settings, number, java);
            PreforkServer server = new PreforkServer(settings, number, parent, listener);
            try {
                for (int i = 0; i < number; i++) {
                    parent.workers().start(listener.fd());
                }
                parent.awaitWorkers(number, START_NANOS);
            } catch (IOException failure) {
                parent.shutDownWorkers();
                parent.close(0);
                throw failure;
            }
            server.thread.start();
            return server;
        } catch (IOException failure) {
            listener.close();
            throw failure;
        }
    }

    @Override
    public InetSocketAddress address() {
        return listener.address();
    }

    @Override
    public Status whole(Status own) {
        return parent.scoreboard().whole(own);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // A worker that was started after this would find nobody to tell it to end.
        closing = true;
        thread.interrupt();
        Uninterrupted.await(thread::join);
        parent.shutDownWorkers();
        listener.close();
        parent.close(settings.gracePeriod().toNanos());
    }

    private void replaceTheDead() {
        long started = System.nanoTime();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        try {
            while (!closing) {
                parent.workers().awaitFewerThan(number);
                if (System.nanoTime() - started < SHORT_LIFE_NANOS) {
                    Thread.sleep(pauseMillis);
                    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
                } else {
                    pauseMillis = FIRST_PAUSE_MILLIS;
                }
                started = System.nanoTime();
                replaceOne();
            }
        } catch (InterruptedException endOfServer) {
            // The server is closing, and nobody is to be replaced any more.
        }
    }

    private void replaceOne() {
        try {
            parent.workers().start(listener.fd());
        } catch (IOException noProcess) {
            Log.log(Level.WARNING, "A worker cannot be replaced yet: " + noProcess.getMessage());
        }
    }
}
