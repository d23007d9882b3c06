package dev.refservers.comparison.load;

import dev.refservers.comparison.processes.ChildProcess;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.processes.Programs;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The generator as whoever orders load sees it: each call sends an order and waits for the answer. Used by one thread. */
public final class GeneratorProcess implements AutoCloseable {

    /** Its heap is small and touched before it starts: it must not collect garbage while it measures. */
    public static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx128m",
            "-XX:+AlwaysPreTouch");

    /** How long the generator itself may take on top of what it waits for. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final JsonMapper json = new JsonMapper();
    private final ChildProcess process;

    /** Starts a generator on its core. */
    public GeneratorProcess(Cores cores) throws ProcessFailure {
        List<String> command = new ArrayList<>();
        command.add(Programs.java());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", Programs.classPath(), Generator.class.getName()));
        if (cores.pinned()) {
            command.add(Generator.SPIN);
        }
        process = new ChildProcess("the load generator", Cores.on(cores.generator(), command));
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Opens connections to a server, closing those that are open. */
    public void connect(InetSocketAddress server, int connections, Duration patience)
            throws LoadFailure, ProcessFailure {
        // Each of the connections may take as long as we are patient.
        order(new Order.Connect(server.getHostString(), server.getPort(), connections, patience.toMillis()),
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
        order(new Order.Converse(conversation.name(), protocol, patience.toMillis()), patience.multipliedBy(10));
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
        Answer answer = order(new Order.Talk(duration.toMillis(), patience.toMillis(), roundsPerSecond, seed),
                duration.plus(patience.multipliedBy(10)));
        return new Window(answer.requests(), answer.nanos(), answer.busyNanos(), answer.offeredPerSecond(),
                answer.lagNanos(), Window.decode(Objects.requireNonNull(answer.latencies())));
    }

    /** Closes all connections. */
    public void disconnect() throws LoadFailure, ProcessFailure {
        order(new Order.Disconnect(), Duration.ZERO);
    }

    /** Ends the generator. */
    @Override
    public void close() {
        process.close();
    }

    private Answer order(Order order, Duration patience) throws LoadFailure, ProcessFailure {
        process.tell(json.writerFor(Order.class).writeValueAsString(order));
        Answer answer = json.readValue(process.nextLine(patience.plus(SLACK)), Answer.class);
        if (answer.failure() != null) {
            throw new LoadFailure(answer.failure());
        }
        return answer;
    }
}
