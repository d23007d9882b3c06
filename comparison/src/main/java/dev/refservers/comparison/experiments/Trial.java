package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.Conversations;
import dev.refservers.comparison.load.Crowd;
import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.processes.ServerProcess;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.Plan;
import dev.refservers.server.Trait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One candidate in one block: what there is to measure it with. Used by one thread. */
public final class Trial {

    /** A process per connection takes its time to start so many of them; each answer starts this anew. */
    public static final Duration OPEN_PATIENCE = Duration.ofSeconds(20);
    /** The longest time in which nobody is answered. */
    public static final Duration REPLY_PATIENCE = Duration.ofSeconds(10);

    private final int block;
    private final Candidate candidate;
    private final String protocol;
    private final Plan plan;
    private final Cores cores;
    private final GeneratorProcess generator;
    private final Crowd crowd;
    private final Listener listener;
    private final List<String> problems = new ArrayList<>();
    private final SettledServer settled = new SettledServer(this);

    /** A trial of this candidate, which must speak that protocol. */
    public Trial(int block, Candidate candidate, String protocol, Plan plan, Cores cores, GeneratorProcess generator,
            Listener listener) {
        this.block = block;
        this.candidate = candidate;
        this.protocol = protocol;
        this.plan = plan;
        this.cores = cores;
        this.generator = generator;
        this.crowd = generator.crowd(candidate.name());
        this.listener = listener;
    }

    /** Its number, from 1. */
    public int block() {
        return block;
    }

    /** Who is tried. */
    public Candidate candidate() {
        return candidate;
    }

    /** What is spoken. */
    public String protocol() {
        return protocol;
    }

    /** How long, and with which seed. */
    public Plan plan() {
        return plan;
    }

    /** The clients of the server; there are no connections when an experiment begins, and should have none at its end. */
    public Crowd crowd() {
        return crowd;
    }

    /** What went wrong beside what was measured, each as a sentence: a server that did not end well. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Tells the user what comes now, and how long it should take. */
    public void step(String what, double expectedSeconds) {
        listener.step((plan.blocks() > 1 ? "block " + block + " of " + plan.blocks() + ", " : "") + candidate.name()
                + ": " + what, expectedSeconds);
    }

    /** Tells the user something that is in no figure. */
    public void note(String sentence) {
        listener.note(candidate.name() + ": " + sentence);
    }

    /** Starts the candidate on the server's core, on which no other is left from an experiment. */
    public MeasuredServer start() throws ServerProcess.StartFailure {
        settled.end();
        return candidate.start(protocol, cores);
    }

    /** Ends a server by SIGTERM; that it did not end as it should is a problem. */
    public void stop(MeasuredServer server) {
        try {
            server.stop();
        } catch (ProcessFailure failure) {
            problems.add(Sentences.of("block " + block + ": " + failure.sentence()));
        }
    }

    /** What experiments share that need a server which has settled. */
    public SettledServer settled() {
        return settled;
    }

    /** Meters for a server that {@link #start} has started. */
    public Meters meters(MeasuredServer server) {
        return new Meters(server.process(), generator.pid(), cores);
    }

    /**
     * Measures one window with all meters.
     *
     * @param roundsPerSecond 0 for a closed loop
     * @param figures where it puts what is in no load
     * @throws LoadFailure also when the rate was not kept, by the server or by the generator
     */
    Load measure(Meters meters, double roundsPerSecond, long millis, Figures figures)
            throws LoadFailure, ProcessFailure {
        return Loads.kept(() -> observe(meters, roundsPerSecond, millis, figures));
    }

    /** The same for one window of many, with the clocks only: see {@link #sum}. */
    public Load round(Meters meters, double roundsPerSecond, long millis, Figures figures)
            throws LoadFailure, ProcessFailure {
        return Loads.kept(() -> {
            Meters.Reading before = meters.clocks();
            Window window = talk(roundsPerSecond, millis);
            Meters.Reading after = meters.clocks();
            figures.add(before, after);
            return Loads.of(window, meters, before, after);
        });
    }

    /** Windows that were measured one by one, as one load, and what all meters say of the time from the first to the last. */
    public Load sum(List<Load> windows, Meters meters, Meters.Reading before, Figures figures) {
        Meters.Reading after = meters.after();
        figures.addJvm(before, after);
        return Loads.of(windows, meters, before, after);
    }

    /** One window with all meters, whether or not the rate was kept. */
    Load observe(Meters meters, double roundsPerSecond, long millis, Figures figures)
            throws LoadFailure, ProcessFailure {
        return observe(meters, figures, () -> talk(roundsPerSecond, millis));
    }

    /** Reads the meters before and after a window. */
    Load observe(Meters meters, Figures figures, WarmUp.OrderedWindow ordered) throws LoadFailure, ProcessFailure {
        Meters.Reading before = meters.before();
        Window window = ordered.get();
        Meters.Reading after = meters.after();
        figures.add(before, after);
        return Loads.of(window, meters, before, after);
    }

    /** So many connections, or one where no more are served at once. */
    int connections(int wanted) {
        return candidate.traits().contains(Trait.ONE_CLIENT_AT_A_TIME) ? 1 : wanted;
    }

    /** Ends an experiment that makes no sense with one connection. */
    void requireConnections() throws LoadFailure {
        if (connections(2) == 1) {
            throw new LoadFailure("limit reached at 1 connection: it serves one client at a time");
        }
    }

    /** A part of an experiment's time: for each second a quarter of what a conversation is measured, or a second if that is less. */
    static long millis(Plan plan, double seconds) {
        return Math.max(20, Math.round(seconds * Math.min(1000, plan.measuredMillis() / 4.0)));
    }

    long millis(double seconds) {
        return millis(plan, seconds);
    }

    /** What is done with a server that was started for it. */
    interface Task {
        Measurement run(MeasuredServer server, Meters meters) throws LoadFailure, ProcessFailure;
    }

    /** Starts the candidate, does this with it, takes all connections away, and ends it. */
    Measurement with(Task task) throws LoadFailure, ProcessFailure {
        try (MeasuredServer server = start()) {
            Measurement measurement = task.run(server, meters(server));
            crowd.disconnect();
            stop(server);
            return measurement;
        }
    }

    /** Connects so many, and proves that each is served. */
    void connect(MeasuredServer server, int connections) throws LoadFailure, ProcessFailure {
        crowd.open(server.address(), connections, Conversations.LEAST, protocol, OPEN_PATIENCE);
        crowd.converse(Conversations.LEAST, protocol, OPEN_PATIENCE);
    }

    /** Connects so many, and lets them keep the server busy for so many warm-up windows. */
    void warmUp(MeasuredServer server, int connections, double windows) throws LoadFailure, ProcessFailure {
        connect(server, connections);
        crowd.talk(Duration.ofMillis(Math.round(windows * plan.warmUpWindowMillis())), REPLY_PATIENCE);
    }

    /**
     * Lets windows of a conversation that is already held go by until the server has settled, or enough is enough; at the rate at
     * which it will be measured, because what a server does seldom is compiled late.
     *
     * @param roundsPerSecond 0 for a closed loop
     */
    public WarmUp settle(Meters meters, double roundsPerSecond) throws LoadFailure, ProcessFailure {
        return WarmUp.carryOut(plan.warmUpMillisMost(), meters,
                () -> talk(roundsPerSecond, plan.warmUpWindowMillis()));
    }

    /** The same for a rate at which compilers would take for ever: as fast as it goes first, then for a moment at that rate. */
    void settleAtLow(Meters meters, double roundsPerSecond) throws LoadFailure, ProcessFailure {
        settle(meters, 0);
        WarmUp.carryOut(WarmUp.LOW_RATE_MILLIS, meters, () -> talk(roundsPerSecond, plan.warmUpWindowMillis()));
    }

    /** What an experiment has found. */
    Measurement measurement(Load load, List<Measurement.Step> steps, Figures figures) {
        return new Measurement(block, 1, figures.settled(), load, List.of(), steps, figures.map());
    }

    /** The process of a server that we have started. */
    static long process(MeasuredServer server) throws LoadFailure {
        return server.process()
                .orElseThrow(() -> new LoadFailure("its process is not ours: it was started by its user"));
    }

    /** The same seed for all: every server sees requests at the same moments. */
    long seed() {
        return plan.seed() + block;
    }

    private Window talk(double roundsPerSecond, long millis) throws LoadFailure, ProcessFailure {
        return crowd.talk(Duration.ofMillis(millis), REPLY_PATIENCE, roundsPerSecond, seed());
    }
}
