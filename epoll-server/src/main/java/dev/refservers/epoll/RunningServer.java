package dev.refservers.epoll;

import dev.refservers.linux.ListeningSocket;
import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Protocol;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Event loops that share an address, each on a thread of its own. Safe for use by many threads. */
record RunningServer(InetSocketAddress address, List<EventLoop> loops, List<Thread> threads) implements Server {

    /** Listens and serves, by as many loops as the settings say; {@code name} is for the threads. */
    static RunningServer start(String name, Protocol protocol, Settings settings, Connection.Kind kind)
            throws IOException {
        List<ListeningSocket> listeners = ListeningSocket.open(settings.address(), settings.backlog(),
                settings.keepalive().seconds(), Sockets.SOCK_NONBLOCK, settings.loops(),
                settings.limits().maxConnections());
        List<EventLoop> loops = new ArrayList<>();
        try {
            for (ListeningSocket listener : listeners) {
                loops.add(new EventLoop(protocol, settings, listener, kind));
            }
        } catch (IOException failure) {
            loops.forEach(EventLoop::close);
            listeners.forEach(ListeningSocket::close);
            throw failure;
        }
        List<Thread> threads = new ArrayList<>();
        for (EventLoop loop : loops) {
            threads.add(Thread.ofPlatform().name(name + "-" + threads.size()).start(loop::run));
        }
        return new RunningServer(loops.getFirst().address(), loops, threads);
    }

    @Override
    public void close() {
        loops.forEach(EventLoop::shutdown);
        threads.forEach(RunningServer::awaitEnd);
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
