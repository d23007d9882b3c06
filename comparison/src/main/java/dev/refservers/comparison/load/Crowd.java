package dev.refservers.comparison.load;

import dev.refservers.comparison.processes.ProcessFailure;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * All clients that the generator has for one server: each call sends an order and waits for the answer. Several crowds may
 * be connected at once, of which one talks at a time. Used by one thread.
 */
public final class Crowd {

    private final String name;
    private final GeneratorProcess generator;

    Crowd(String name, GeneratorProcess generator) {
        this.name = name;
        this.generator = generator;
    }

    /** Opens connections to a server, closing those that are open. */
    public void connect(InetSocketAddress server, int connections, Duration patience)
            throws LoadFailure, ProcessFailure {
        // Each of the connections may take as long as we are patient.
        generator.order(name,
                new Order.Connect(server.getHostString(), server.getPort(), connections, patience.toMillis()),
                patience.multipliedBy(connections));
    }

    /**
     * Changes what is said on the open connections, and says one round of it on each.
     *
     * @param patience the longest time in which no connection is answered
     * @throws LoadFailure when a connection is not answered, or wrongly
     */
    public void converse(Conversation conversation, String protocol, Duration patience)
            throws LoadFailure, ProcessFailure {
        generator.order(name, new Order.Converse(conversation.name(), protocol, patience.toMillis()),
                patience.multipliedBy(10));
    }

    /** Puts load on the server for a window; returns when nothing is in flight any more. */
    public Window talk(Duration duration, Duration patience) throws LoadFailure, ProcessFailure {
        return talk(duration, patience, 0, 0);
    }

    /**
     * Puts load on the server at a rate of its own, whether or not the server keeps up.
     *
     * @param roundsPerSecond how many rounds of the conversation begin in a second, on average
     * @param seed decides when
     */
    public Window talk(Duration duration, Duration patience, double roundsPerSecond, long seed)
            throws LoadFailure, ProcessFailure {
        Answer answer = generator.order(name,
                new Order.Talk(duration.toMillis(), patience.toMillis(), roundsPerSecond, seed),
                duration.plus(patience.multipliedBy(10)));
        return new Window(answer.requests(), answer.nanos(), answer.busyNanos(), answer.offeredPerSecond(),
                answer.lagNanos(), Window.decode(Objects.requireNonNull(answer.latencies())));
    }

    /** Closes all connections. */
    public void disconnect() throws LoadFailure, ProcessFailure {
        generator.order(name, new Order.Disconnect(), Duration.ZERO);
    }
}
