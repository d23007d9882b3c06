package dev.refservers.blocking.polling;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.LoopServer;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
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
        ServerSocketChannel listener = listen(settings);
        return LoopServer.start(name(), (InetSocketAddress) listener.getLocalAddress(),
                List.of(new EventLoop(listener, protocol, settings)));
    }

    private static ServerSocketChannel listen(Settings settings) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            // Otherwise connections of the server before this one, in TIME_WAIT, would keep the port from it.
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            settings.keepalive().listen(listener);
            listener.configureBlocking(false);
            return listener.bind(settings.address(), settings.backlog());
        } catch (IOException failure) {
            listener.close();
            throw new IOException("cannot listen on " + settings.address() + ": " + failure.getMessage(), failure);
        }
    }
}
