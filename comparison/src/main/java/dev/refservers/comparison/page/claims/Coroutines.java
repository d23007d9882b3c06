package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.page.Topic;
import dev.refservers.comparison.page.Topics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Ten thousand virtual threads against ten thousand of the system's. */
final class Coroutines implements Claim {

    private static final String IDLE = "idle";
    private static final int MANY = 10_000;
    private static final double PROBLEM = 1.5;

    private enum State {
        FINE, PROBLEM, UNCLEAR
    }

    private record Examined(State state, String words) {}

    @Override
    public String id() {
        return "claim-coroutines";
    }

    @Override
    public String words() {
        return "Ten thousand coroutines on one core are no problem, ten thousand threads are.";
    }

    @Override
    public String experiment() {
        return "idle: 10,000 connections that mostly wait, with a coroutine for each in virtual, a thread "
                + "for each in threaded. A problem is not to serve them all, or that a request surely costs "
                + "more than 1.5 times the CPU time that it costs with the fewest. Confirmed if threads have a "
                + "problem and coroutines have none; refuted if threads have none, or coroutines have one.";
    }

    @Override
    public List<String> servers() {
        return List.of("virtual", "threaded");
    }

    @Override
    public List<String> scenarios() {
        return List.of(IDLE);
    }

    @Override
    public Optional<Finding> judge(Evidence evidence) {
        return examine(evidence, "virtual").flatMap(coroutines -> examine(evidence, "threaded")
                .map(threads -> Finding.of(verdict(coroutines.state, threads.state), coroutines.words,
                        threads.words)));
    }

    private static Verdict verdict(State coroutines, State threads) {
        if (coroutines == State.PROBLEM || threads == State.FINE) {
            return Verdict.REFUTED;
        }
        return coroutines == State.FINE && threads == State.PROBLEM ? Verdict.CONFIRMED : Verdict.NOT_HERE;
    }

    private static Optional<Examined> examine(Evidence evidence, String server) {
        List<Topic> idle = evidence.topics(IDLE);
        Optional<Topic> crowd = idle.stream().filter(topic -> Topics.value(topic) >= MANY).findFirst();
        Optional<Topic.Row> row = crowd.flatMap(topic -> topic.rows().stream()
                .filter(each -> each.name().equals(server)).findFirst());
        if (crowd.isEmpty() || row.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> limit = row.get().cell().voidReason().or(() -> Optional.ofNullable(row.get().cell().limit()));
        if (limit.isPresent()) {
            // Void for want of conformance, or because the generator was late, says nothing about ten thousand.
            return limit.filter(reason -> reason.toLowerCase(Locale.ROOT).contains("limit reached"))
                    .map(reason -> new Examined(State.PROBLEM, server + ": " + reason));
        }
        Topic few = idle.getFirst();
        return evidence.growth(server, few, crowd.get())
                .map(factor -> new Examined(state(factor), words(server, factor, few, row.get())));
    }

    private static State state(Factor factor) {
        return factor.low() > PROBLEM ? State.PROBLEM : factor.high() < PROBLEM ? State.FINE : State.UNCLEAR;
    }

    private static String words(String server, Factor factor, Topic few, Topic.Row row) {
        return server + " served " + Numbers.whole(row.cell().connections()) + " connections at " + factor.words()
                + " times the CPU time per request of " + few.name() + row.summary()
                        .filter(summary -> summary.proportionalBytes() > 0)
                        .map(summary -> ", in " + Numbers.whole(summary.proportionalBytes() / 1e6) + " MB, with "
                                + Numbers.whole(summary.threads()) + " threads.")
                        .orElse(".")
                + factor.remark() + (state(factor) == State.UNCLEAR
                        ? factor.undecided(PROBLEM).map(reason -> " " + reason).orElse("")
                        : "");
    }
}
