package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.Conversation;
import dev.refservers.comparison.load.Crowd;
import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.meters.Usage;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.MeasuredServer;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.processes.ServerProcess;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One candidate in one block: what there is to measure it with. Used by one thread. */
public final class Trial {

    /** A process per connection takes its time to start so many of them; each answer starts this anew. */
    public static final Duration OPEN_PATIENCE = Duration.ofSeconds(20);
    /** The longest time in which nobody is answered. */
    public static final Duration REPLY_PATIENCE = Duration.ofSeconds(10);

    private static final double DELIVERED_LEAST = 0.99;
    private static final long LAG_NANOS_MOST = 1_000_000;

    private final int block;
    private final Candidate candidate;
    private final String protocol;
    private final Plan plan;
    private final Cores cores;
    private final GeneratorProcess generator;
    private final Crowd crowd;
    private final Listener listener;
    private final List<String> problems = new ArrayList<>();

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

    /** Starts the candidate on the server's core. */
    public MeasuredServer start() throws ServerProcess.StartFailure {
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

    /** Meters for a server that {@link #start} has started. */
    public Meters meters(MeasuredServer server) {
        return new Meters(server.process(), generator.pid(), cores);
    }

    /** Lets windows of a conversation that is already held go by until the server has settled, or enough is enough. */
    public WarmUp warmUp(Conversation conversation, Meters meters) throws LoadFailure, ProcessFailure {
        WarmUp warmUp = new WarmUp();
        while (!warmUp.settled() && warmUp.windows() < plan.warmUpWindowsMost()) {
            long before = meters.serverNanos();
            Window window = talk(conversation.roundsPerSecond(), plan.warmUpWindowMillis());
            warmUp.add((double) (meters.serverNanos() - before) / window.requests());
        }
        return warmUp;
    }

    /**
     * Measures one window.
     *
     * @param roundsPerSecond 0 for a closed loop
     * @throws LoadFailure also when the rate was not kept, by the server or by the generator
     */
    public Load measure(Meters meters, double roundsPerSecond, long millis) throws LoadFailure, ProcessFailure {
        Meters.Reading before = meters.before();
        Window window = talk(roundsPerSecond, millis);
        Meters.Reading after = meters.after();
        checkRate(roundsPerSecond, window);
        return new Load(window.requests(), window.nanos(), meters.serverCpuNanos(before, after), window.busyNanos(),
                window.offeredPerSecond(), window.lagNanos(), after.usage().processes(), after.usage().threads(),
                after.usage().residentBytes(), after.usage().proportionalBytes(),
                meters.switches(before, after, Usage::voluntarySwitches),
                meters.switches(before, after, Usage::involuntarySwitches), meters.disturbance(before, after),
                Window.encode(window.latencies()));
    }

    private Window talk(double roundsPerSecond, long millis) throws LoadFailure, ProcessFailure {
        // The same seed for all: every server sees requests at the same moments.
        return crowd.talk(Duration.ofMillis(millis), REPLY_PATIENCE, roundsPerSecond, plan.seed() + block);
    }

    /** At a fixed rate, a figure counts only if the rate was kept by both sides. */
    private static void checkRate(double roundsPerSecond, Window window) throws LoadFailure {
        if (roundsPerSecond == 0) {
            return;
        }
        if (window.lagNanos() > LAG_NANOS_MOST) {
            throw new LoadFailure(
                    String.format(Locale.ROOT, "the generator was late itself: 1 %% of the requests were sent "
                            + "%.1f ms after their time or later", window.lagNanos() / 1e6));
        }
        double perSecond = window.requests() / (window.nanos() / 1e9);
        if (perSecond < DELIVERED_LEAST * window.offeredPerSecond()) {
            throw new LoadFailure(String.format(Locale.ROOT, "limit reached at %,.0f of %,.0f requests a second",
                    perSecond, window.offeredPerSecond()));
        }
    }
}
