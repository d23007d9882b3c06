package dev.refservers.select;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An event loop on a thread of its own, or several. Safe for use by many threads. */
final class RunningServer implements Server {

    private final InetSocketAddress address;
    private final List<EventLoop> loops;
    private final List<Thread> threads = new ArrayList<>();

    private RunningServer(InetSocketAddress address, List<EventLoop> loops) {
        this.address = address;
        this.loops = loops;
    }

    /**
     * Listens and serves.
     *
     * @param name of the architecture, for its threads
     * @param servingLoops the number of loops among which a first one, which only accepts, spreads the clients; 0 if it
     *        serves them itself
     */
    static RunningServer start(String name, Protocol protocol, Settings settings, int servingLoops) throws IOException {
        AtomicInteger served = new AtomicInteger();
        List<EventLoop> loops = new ArrayList<>();
        try {
            for (int i = 0; i <= servingLoops; i++) {
                loops.add(new EventLoop(protocol, settings, served));
            }
            List<EventLoop> serving = servingLoops == 0 ? loops : loops.subList(1, loops.size());
            Acceptor acceptor = new Acceptor(loops.getFirst(), serving, settings);
            RunningServer server = new RunningServer(acceptor.address(), loops);
            server.startThreads(name);
            return server;
        } catch (IOException failure) {
            loops.forEach(EventLoop::close);
            throw failure;
        }
    }

    private void startThreads(String name) {
        for (EventLoop loop : loops) {
            threads.add(Thread.ofPlatform().name(name + "-" + threads.size()).start(loop::run));
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        // First the loop that accepts, to its end: it must not give a client to a loop that has ended.
        loops.getFirst().shutdown();
        awaitEnd(threads.getFirst());
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
