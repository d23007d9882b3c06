package dev.refservers.select.posix;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;

/** An event loop and its thread. Safe for use by many threads. */
record RunningServer(EventLoop loop, Thread thread) implements Server {

    /** Listens and serves. */
    static RunningServer start(String name, Protocol protocol, Settings settings, Multiplexer multiplexer)
            throws IOException {
        EventLoop loop;
        try {
            loop = new EventLoop(protocol, settings, multiplexer);
        } catch (IOException failure) {
            multiplexer.close();
            throw failure;
        }
        return new RunningServer(loop, Thread.ofPlatform().name(name + "-0").start(loop::run));
    }

    @Override
    public InetSocketAddress address() {
        return loop.address();
    }

    @Override
    public void close() {
        loop.shutdown();
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
