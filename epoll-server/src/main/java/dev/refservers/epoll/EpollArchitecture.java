package dev.refservers.epoll;

import dev.refservers.linux.Linux;
import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/** {@code epoll}: one thread, one epoll descriptor, level-triggered. Safe for use by many threads. */
public final class EpollArchitecture implements Architecture {

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public String summary() {
        return "One thread waits in epoll_wait(2) for all connections at once, level-triggered, by native calls.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.LINUX_ONLY);
    }

    @Override
    public Optional<String> unavailable() {
        return Linux.unavailable();
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        EventLoop loop = new EventLoop(protocol, settings);
        Thread thread = Thread.ofPlatform().name("epoll").start(loop::run);
        return new Running(loop, thread);
    }

    private record Running(EventLoop loop, Thread thread) implements Server {

        @Override
        public InetSocketAddress address() {
            return loop.address();
        }

        @Override
        public void close() {
            loop.shutdown();
            boolean interrupted = false;
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
