package dev.refservers.comparison.load;

import dev.refservers.comparison.processes.ProcessFailure;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

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
        converse(conversation, protocol, 0, patience);
    }

    /** The same on so many of the open connections, evenly spread over all: the others are silent from now on. */
    public void converse(Conversation conversation, String protocol, int talkers, Duration patience)
            throws LoadFailure, ProcessFailure {
        generator.order(name, new Order.Converse(conversation.name(), protocol, talkers, patience.toMillis()),
                patience.multipliedBy(10));
    }

    /**
     * Opens connections as {@link #connect} does, and has each answered once before there are many more.
     *
     * @throws LoadFailure when the server serves fewer: the sentence tells how many
     */
    public void open(InetSocketAddress server, int connections, Conversation conversation, String protocol,
            Duration patience) throws LoadFailure, ProcessFailure {
        generator.order(name, new Order.Open(server.getHostString(), server.getPort(), connections,
                conversation.name(), protocol, patience.toMillis()), patience.multipliedBy(connections));
    }

    /** Opens more connections, on which megabytes are asked for and read slowly, as long as windows last. */
    public void openSlow(InetSocketAddress server, int connections, Duration patience)
            throws LoadFailure, ProcessFailure {
        generator.order(name,
                new Order.Slow(server.getHostString(), server.getPort(), connections, patience.toMillis()),
                patience.multipliedBy(connections));
    }

    /** Says nothing for a while: returns how long, and fails when a connection is lost meanwhile. */
    public Window rest(Duration duration) throws LoadFailure, ProcessFailure {
        return generator.order(name, new Order.Rest(duration.toMillis()), duration).seen().window();
    }

    /**
     * Puts load on the server at rates that change without a pause; the parts are the tenths of a second, with the replies to
     * what should have been sent in them. Counts {@code repliesInTenth0} and so on: what was heard in each of them.
     */
    public Seen surge(List<Phase> phases, long seed, Duration patience)
            throws LoadFailure, ProcessFailure {
        return generator.order(name, new Order.Surge(phases, seed, patience.toMillis()),
                phases.stream().map(Phase::duration).reduce(Duration.ZERO, Duration::plus)
                        .plus(patience.multipliedBy(10)))
                .seen();
    }

    /**
     * Puts load on the server, has its process end by SIGTERM in the midst of it, and goes on until all connections are
     * closed. Counts {@code signalledAtNanos}, {@code repliesAfterSignal}, {@code requestsUnanswered},
     * {@code repliesTorn}, {@code connectionsReset}.
     */
    public Seen drain(long pid, Duration duration, Duration patience) throws LoadFailure, ProcessFailure {
        return generator.order(name, new Order.Drain(pid, duration.toMillis(), patience.toMillis()),
                duration.plus(patience.multipliedBy(10))).seen();
    }

    /**
     * Opens connections one after the other, asks once on each, and closes it. The parts are the times to connect, and from
     * the request to the first byte of the reply; counts {@code connectionsReset}.
     *
     * @param atOnce how many there are at a time
     */
    public Seen churn(InetSocketAddress server, String protocol, int atOnce, Duration duration, Duration patience)
            throws LoadFailure, ProcessFailure {
        return generator.order(name, new Order.Churn(server.getHostString(), server.getPort(), protocol, atOnce,
                duration.toMillis(), patience.toMillis()), duration.plus(patience.multipliedBy(10))).seen();
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
        return watch(duration, patience, roundsPerSecond, seed).window();
    }

    /** The same, with what slow readers have taken: counts {@code slowBytes}. */
    public Seen watch(Duration duration, Duration patience, double roundsPerSecond, long seed)
            throws LoadFailure, ProcessFailure {
        return generator.order(name,
                new Order.Talk(duration.toMillis(), patience.toMillis(), roundsPerSecond, seed),
                duration.plus(patience.multipliedBy(10))).seen();
    }

    /** Closes all connections. */
    public void disconnect() throws LoadFailure, ProcessFailure {
        generator.order(name, new Order.Disconnect(), Duration.ZERO);
    }
}
