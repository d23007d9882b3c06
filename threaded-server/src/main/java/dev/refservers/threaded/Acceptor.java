package dev.refservers.threaded;

import dev.refservers.server.Listening;
import dev.refservers.server.Quietly;
import dev.refservers.server.Settings;
import dev.refservers.server.SpareDescriptors;
import dev.refservers.server.Uninterrupted;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Accepts clients, on a thread of its own, until it is stopped. */
final class Acceptor implements Runnable {

    private final ServerSocket listener;
    private final RunningServer server;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final SpareDescriptors spare;

    /**
     * Listens; {@link #run} accepts.
     *
     * @throws IOException when the address cannot be bound, with a message that names it
     */
    Acceptor(Settings settings, RunningServer server) throws IOException {
        this.server = server;
        listener = Listening.bind(new ServerSocket(), settings);
        spare = new SpareDescriptors();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void run() {
        while (isRunning()) {
            try {
                Socket socket = listener.accept();
                if (spare.take()) {
                    spare.accepted();
                    server.serve(socket);
                } else {
                    server.refuse(socket);
                }
            } catch (IOException failure) {
                if (isRunning() && !spare.giveUp(failure)) {
                    backOff();
                }
            }
        }
        spare.close();
    }

    /** Stops accepting: clients that wait are turned away by the system. Safe from any thread. */
    void stop() {
        stopped.countDown();
        Quietly.close(listener);
    }

    private boolean isRunning() {
        return stopped.getCount() > 0;
    }

    private void backOff() {
        Uninterrupted.await(() -> stopped.await(SpareDescriptors.BACK_OFF_NANOS, TimeUnit.NANOSECONDS));
    }
}
