package dev.refservers.epoll;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Protocol;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Event loops that share an address and {@link Places}, each on a thread of its own. Safe for use by many threads. */
public final class RunningServer implements Server {

    /** Makes a loop that accepts from {@code listener}, and closes that, also when it cannot be made. */
    public interface LoopMaker {

        /** {@code places} are those of all loops together. */
        Loop make(Protocol protocol, Settings settings, int listener, Places places) throws IOException;
    }

    private final InetSocketAddress address;
    private final List<Loop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private final Places places;

    private RunningServer(InetSocketAddress address, Places places) {
        this.address = address;
        this.places = places;
    }

    /** Listens and serves, by as many loops as the settings say; {@code name} is for the threads. */
    public static RunningServer start(String name, Protocol protocol, Settings settings, LoopMaker maker)
            throws IOException {
        Places places = new Places(settings.limits().maxConnections());
        RunningServer server;
        try {
            int[] listeners = Listeners.open(settings);
            server = new RunningServer(Sockets.getsockname(listeners[0]), places);
            server.makeLoops(protocol, settings, listeners, maker);
        } catch (IOException failure) {
            places.close();
            throw failure;
        }
        for (Loop loop : server.loops) {
            server.threads.add(Thread.ofPlatform().name(name + "-" + server.threads.size()).start(loop::run));
        }
        return server;
    }

    private void makeLoops(Protocol protocol, Settings settings, int[] listeners, LoopMaker maker)
            throws IOException {
        int given = 0;
        try {
            while (given < listeners.length) {
                loops.add(maker.make(protocol, settings, listeners[given++], places));
            }
        } catch (IOException failure) {
            loops.forEach(Loop::close);
            while (given < listeners.length) {
                Descriptors.close(listeners[given++]);
            }
            throw failure;
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        loops.forEach(Loop::shutdown);
        threads.forEach(RunningServer::awaitEnd);
        places.close();
    }

    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
