package dev.refservers.async;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/** Completion: NIO.2's {@link java.nio.channels.AsynchronousSocketChannel}. Safe for use by many threads. */
public final class AsyncArchitecture implements Architecture {

    @Override
    public String name() {
        return "async";
    }

    @Override
    public String summary() {
        return "One thread gets the completions of NIO.2's asynchronous channels.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        EventLoop loop = new EventLoop(protocol, settings);
        loop.start();
        return new Running(loop, loop.address());
    }

    private record Running(EventLoop loop, InetSocketAddress address) implements Server {

        @Override
        public void close() {
            loop.close();
        }
    }
}
