package dev.refservers.blocking.polling;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Listening;
import dev.refservers.server.LoopServer;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Set;

/** One thread that asks each non-blocking socket in turn, for ever. */
public final class PollingArchitecture implements Architecture {

    @Override
    public String name() {
        return "polling";
    }

    @Override
    public String summary() {
        return "One thread asks each non-blocking socket in turn and never waits: burns a core by design.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        ServerSocketChannel listener = Listening.bind(ServerSocketChannel.open(), settings);
        listener.configureBlocking(false);
        return LoopServer.start(name(), (InetSocketAddress) listener.getLocalAddress(),
                List.of(new EventLoop(listener, protocol, settings)));
    }
}
