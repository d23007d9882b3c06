package dev.refservers.threaded;

import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Pipe;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accepts clients, on a thread of its own, until it is stopped. */
final class Acceptor implements Runnable {

    /** Who takes the clients. Called by the acceptor's thread; must not block. */
    interface Host {

        /** Serves a client. */
        void serve(Socket socket);

        /** Tells a client that it cannot be served. */
        void refuse(Socket socket);
    }

    /** How long nothing is accepted after a failure: most are a lack of something that only time can bring back. */
    private static final long BACK_OFF_MILLIS = 100;

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

    private final ServerSocket listener;
    private final Host host;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Two descriptors that are given up when there are no others: one lets a waiting client in, to be told so; the
     * other is for what the process must open meanwhile, be it a class file.
     */
    private @Nullable Pipe spare;

    /**
     * Listens; {@link #run} accepts.
     *
     * @throws IOException when the address cannot be bound, with a message that names it
     */
    Acceptor(Settings settings, Host host) throws IOException {
        InetSocketAddress address = settings.address();
        this.host = host;
        listener = new ServerSocket();
        try {
            // Otherwise connections of the server before this one, in TIME_WAIT, would keep the port from it.
            listener.setReuseAddress(true);
            settings.keepalive().listen(listener);
            listener.bind(address, settings.backlog());
            spare = Pipe.open();
        } catch (IOException failure) {
            listener.close();
            throw new IOException("cannot listen on " + address + ": " + failure.getMessage(), failure);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void run() {
        while (isRunning()) {
            try {
                Socket socket = listener.accept();
                if (hasSpare()) {
                    host.serve(socket);
                } else {
                    host.refuse(socket);
                }
            } catch (IOException failure) {
                if (isRunning()) {
                    makeRoom(failure);
                }
            }
        }
        closeSpare();
    }

    /** Stops accepting: clients that wait are turned away by the system. Safe from any thread. */
    void stop() {
        stopped.countDown();
        try {
            listener.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing the listener: {0}", failure.getMessage());
        }
    }

    private boolean isRunning() {
        return stopped.getCount() > 0;
    }

    private void makeRoom(IOException failure) {
        if (spare != null) {
            closeSpare();
            // Only now, because the first line that is ever logged opens files.
            LOG.log(Level.WARNING, "Clients are refused for now, because accept failed: {0}", failure.getMessage());
            return;
        }
        try {
            stopped.await(BACK_OFF_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException unexpected) {
            LOG.log(Level.DEBUG, "the acceptor was interrupted", unexpected);
        }
    }

    /** Whether there are descriptors to spare, if need be again. */
    private boolean hasSpare() {
        try {
            if (spare == null) {
                spare = Pipe.open();
            }
        } catch (IOException stillNone) {
            LOG.log(Level.DEBUG, "no spare descriptors: {0}", stillNone.getMessage());
        }
        return spare != null;
    }

    private void closeSpare() {
        Pipe pipe = spare;
        spare = null;
        if (pipe != null) {
            try {
                pipe.sink().close();
                pipe.source().close();
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "closing the spare descriptors: {0}", failure.getMessage());
            }
        }
    }
}
