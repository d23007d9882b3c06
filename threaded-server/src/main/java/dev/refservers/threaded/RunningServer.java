package dev.refservers.threaded;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Keepalive;
import dev.refservers.server.Quietly;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Uninterrupted;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A thread that accepts, threads that serve a connection each, and the wakers. Safe for use by many threads. */
final class RunningServer implements Server {

    private static final System.Logger LOG = System.getLogger(RunningServer.class.getName());

    private final Protocol protocol;
    private final Settings settings;
    private final Acceptor acceptor;
    private final Thread acceptorThread;
    private final ExecutorService threads;
    private final Wakers wakers;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    /** Clients that count towards the limit of connections. */
    private final AtomicInteger served = new AtomicInteger();

    /** Whether no thread could be had for the last client. Used by the acceptor's thread. */
    private boolean starved;
    private volatile boolean draining;
    private volatile boolean ending;

    private RunningServer(String name, Protocol protocol, Settings settings, Function<String, ThreadFactory> factories,
            Function<ThreadFactory, ExecutorService> executor) throws IOException {
        this.protocol = protocol;
        this.settings = settings;
        acceptor = new Acceptor(settings, this);
        wakers = new Wakers(factories.apply(name + "-waker-"));
        threads = executor.apply(factories.apply(name + "-connection-"));
        // Never a virtual one: those are daemons, and a process with none but daemons ends.
        acceptorThread = Thread.ofPlatform().name(name + "-acceptor").unstarted(acceptor);
    }

    /**
     * Listens and serves.
     *
     * @param name what the threads' names begin with
     * @param factories makes threads of the architecture's kind, by what their names begin with
     * @param executor runs what serves a connection from its beginning to its end, on threads of this factory
     */
    static RunningServer start(String name, Protocol protocol, Settings settings,
            Function<String, ThreadFactory> factories, Function<ThreadFactory, ExecutorService> executor)
            throws IOException {
        RunningServer server = new RunningServer(name, protocol, settings, factories, executor);
        server.acceptorThread.start();
        return server;
    }

    @Override
    public InetSocketAddress address() {
        return acceptor.address();
    }

    @Override
    public int connectionsWaiting() {
        return threads instanceof ThreadPoolExecutor pool ? pool.getQueue().size() : 0;
    }

    /** Serves an accepted client. The acceptor calls it; it does not block. */
    void serve(Socket socket) {
        if (served.get() >= settings.limits().maxConnections()) {
            refuse(socket);
            return;
        }
        served.incrementAndGet();
        Runnable life = () -> {
            run(socket, true);
            served.decrementAndGet();
        };
        try {
            threads.execute(life);
            starved = false;
        } catch (OutOfMemoryError noThread) {
            if (threads instanceof ThreadPoolExecutor pool && pool.getPoolSize() > 0) {
                warn("Clients wait for the threads that there are", noThread);
                pool.getQueue().add(life);
            } else {
                served.decrementAndGet();
                warn("Clients are refused", noThread);
                refuseWithoutThread(socket);
            }
        }
    }

    private void warn(String consequence, OutOfMemoryError noThread) {
        if (!starved) {
            LOG.log(Level.WARNING, "{0}, because no further one can be had: {1}", consequence, noThread.getMessage());
        }
        starved = true;
    }

    /** Tells an accepted client that it cannot be served. The acceptor calls it; it does not block. */
    void refuse(Socket socket) {
        // In a line for the threads of a pool it would learn too late that it waits in vain.
        if (threads instanceof ThreadPoolExecutor) {
            refuseWithoutThread(socket);
            return;
        }
        try {
            threads.execute(() -> run(socket, false));
        } catch (OutOfMemoryError noThread) {
            refuseWithoutThread(socket);
        }
    }

    @Override
    public synchronized void close() {
        draining = true;
        acceptor.stop();
        Uninterrupted.await(acceptorThread::join);
        connections.forEach(Connection::shutdown);
        threads.shutdown();
        try {
            threads.awaitTermination(settings.gracePeriod().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        ending = true;
        connections.forEach(Connection::abort);
        threads.close();
        wakers.close();
    }

    Wakers wakers() {
        return wakers;
    }

    /** How clients that vanish are noticed. */
    Keepalive keepalive() {
        return settings.keepalive();
    }

    /** Takes note that a connection has ended. */
    void ended(Connection connection) {
        connections.remove(connection);
    }

    private void run(Socket socket, boolean counted) {
        Connection connection = open(socket, counted);
        if (connection != null) {
            connection.run();
        }
    }

    private void refuseWithoutThread(Socket socket) {
        Connection connection = open(socket, false);
        if (connection != null) {
            connection.runWithoutThread();
        }
    }

    /** Opens the connection; null if it is gone already, or came to its turn too late. */
    private @Nullable Connection open(Socket socket, boolean counted) {
        if (draining) {
            Quietly.close(socket);
            return null;
        }
        try {
            Connection connection = new Connection(this, socket, protocol, counted);
            connections.add(connection);
            // First the entry, then the look: close() does it the other way round.
            if (draining) {
                connection.shutdown();
            }
            if (ending) {
                connection.abort();
            }
            return connection;
        } catch (IOException | RuntimeException | Error failure) {
            LOG.log(Level.WARNING, "cannot serve a client", failure);
            Quietly.close(socket);
            return null;
        }
    }
}
