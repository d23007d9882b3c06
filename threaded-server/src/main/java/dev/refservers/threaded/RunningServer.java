package dev.refservers.threaded;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A thread that accepts, a thread for each connection, and the wakers. Safe for use by many threads. */
final class RunningServer implements Server, Acceptor.Host {

    private static final System.Logger LOG = System.getLogger(RunningServer.class.getName());

    private final Protocol protocol;
    private final Settings settings;
    private final Acceptor acceptor;
    private final Thread acceptorThread;
    private final ExecutorService threads;
    private final Wakers wakers;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    /** Connections that were admitted and have not ended. */
    private final AtomicInteger admitted = new AtomicInteger();

    private RunningServer(String name, Protocol protocol, Settings settings, Function<String, ThreadFactory> factories)
            throws IOException {
        this.protocol = protocol;
        this.settings = settings;
        acceptor = new Acceptor(settings.address(), settings.backlog(), this);
        wakers = new Wakers(factories.apply(name + "-waker-"));
        threads = Executors.newThreadPerTaskExecutor(factories.apply(name + "-connection-"));
        // Never a virtual one: those are daemons, and a process with none but daemons ends.
        acceptorThread = Thread.ofPlatform().name(name + "-acceptor").unstarted(acceptor);
    }

    /**
     * Listens and serves.
     *
     * @param name what the threads' names begin with
     * @param factories makes threads of the architecture's kind, by what their names begin with
     */
    static RunningServer start(String name, Protocol protocol, Settings settings,
            Function<String, ThreadFactory> factories) throws IOException {
        RunningServer server = new RunningServer(name, protocol, settings, factories);
        server.acceptorThread.start();
        return server;
    }

    @Override
    public InetSocketAddress address() {
        return acceptor.address();
    }

    @Override
    public void serve(Socket socket) {
        serve(socket, admitted.get() < settings.limits().maxConnections());
    }

    @Override
    public void refuse(Socket socket) {
        serve(socket, false);
    }

    @Override
    public synchronized void close() {
        acceptor.stop();
        awaitEnd(acceptorThread);
        connections.forEach(Connection::shutdown);
        threads.shutdown();
        try {
            threads.awaitTermination(settings.gracePeriod().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(Connection::abort);
        threads.close();
        wakers.close();
    }

    Wakers wakers() {
        return wakers;
    }

    /** How long a connection on which nothing moves is kept; 0 is for ever. */
    long idleTimeoutNanos() {
        return settings.limits().idleTimeoutNanos();
    }

    /** Takes note that a connection has ended. */
    void ended(Connection connection) {
        if (connections.remove(connection) && connection.admitted) {
            admitted.decrementAndGet();
        }
    }

    private void serve(Socket socket, boolean admit) {
        Connection connection;
        try {
            connection = new Connection(this, socket, protocol, admit);
        } catch (IOException | RuntimeException failure) {
            LOG.log(Level.WARNING, "cannot serve a client", failure);
            discard(socket);
            return;
        }
        connections.add(connection);
        if (admit) {
            admitted.incrementAndGet();
        }
        try {
            threads.execute(connection);
        } catch (OutOfMemoryError noThread) {
            LOG.log(Level.WARNING, "A client is refused, because no thread can be had: {0}", noThread.getMessage());
            connection.refuse(protocol);
        }
    }

    /** Closes a socket; there is nothing to be done about a failure. */
    static void discard(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing a socket: {0}", failure.getMessage());
        }
    }

    /** Waits even if interrupted: a server that has been closed has no threads. */
    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException signal) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
