package dev.refservers.comparison.load;

import dev.refservers.comparison.processes.ChildProcess;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.processes.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The generator as whoever orders load sees it. Used by one thread. */
public final class GeneratorProcess implements AutoCloseable {

    /** Its heap is small and touched before it starts: it must not collect garbage while it measures. */
    public static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx128m",
            "-XX:MaxDirectMemorySize=1g", "-XX:+AlwaysPreTouch");

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
        process = new ChildProcess("the load generator", cores.generator(), command);
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** The clients of this name, of whom there are none at first. Those of different servers have different names. */
    public Crowd crowd(String name) {
        return new Crowd(name, this);
    }

    /** Ends the generator. */
    @Override
    public void close() {
        process.close();
    }

    /** Sends an order to a crowd, and waits for the answer so long at the most. */
    Answer order(String crowd, Order order, Duration patience) throws LoadFailure, ProcessFailure {
        process.tell(json.writeValueAsString(new Order.To(crowd, order)));
        Answer answer = json.readValue(process.nextLine(patience.plus(SLACK)), Answer.class);
        if (answer.failure() != null) {
            throw new LoadFailure(answer.failure());
        }
        return answer;
    }
}
