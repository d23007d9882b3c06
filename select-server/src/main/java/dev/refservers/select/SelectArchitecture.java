package dev.refservers.select;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.LoopServer;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The reactor: one thread, one {@link java.nio.channels.Selector}. */
public final class SelectArchitecture implements Architecture {

    @Override
    public String name() {
        return "select";
    }

    @Override
    public String summary() {
        return "One thread waits on a java.nio Selector for all connections at once: the reactor.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        return start(name(), protocol, settings, 0);
    }

    /**
     * Listens and serves.
     *
     * @param name of the architecture, for its threads
     * @param servingLoops the number of loops among which a first one, which only accepts, spreads the clients; 0 if it
     *        serves them itself
     */
    static Server start(String name, Protocol protocol, Settings settings, int servingLoops) throws IOException {
        AtomicInteger served = new AtomicInteger();
        List<EventLoop> loops = new ArrayList<>();
        try {
            for (int i = 0; i <= servingLoops; i++) {
                loops.add(new EventLoop(protocol, settings, served));
            }
            List<EventLoop> serving = servingLoops == 0 ? loops : loops.subList(1, loops.size());
            Acceptor acceptor = new Acceptor(loops.getFirst(), serving, settings);
            return LoopServer.startFirstAccepts(name, acceptor.address(), loops);
        } catch (IOException failure) {
            loops.forEach(EventLoop::close);
            throw failure;
        }
    }
}
