package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.page.Topic;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a process whose I/O is asynchronous sleeps. */
final class NeverBlocks implements Claim {

    /** Who sleeps less often than once in so many requests does not sleep for want of them. */
    private static final double NEVER = 0.001;
    /** What a single block is worth. */
    private static final double SINGLE = 2;

    private static final String ASYNCHRONOUS = "uring";

    @Override
    public String id() {
        return "claim-async";
    }

    @Override
    public String words() {
        return "Asynchronous I/O never blocks the process.";
    }

    @Override
    public String experiment() {
        return "uring, whose kernel does all its I/O, at a low rate: does it give up the processor by "
                + "itself? Refuted if it surely does so more than once in 1,000 requests (it has to wait for "
                + "completions somewhere), confirmed if surely less.";
    }

    @Override
    public List<String> servers() {
        return List.of(ASYNCHRONOUS);
    }

    @Override
    public List<String> scenarios() {
        return List.of("steady-1k", "steady");
    }

    @Override
    public Optional<Finding> judge(Evidence evidence) {
        return evidence.first(scenarios(), servers()).flatMap(topic -> sleeps(topic, ASYNCHRONOUS).map(sleeps -> {
            List<String> figures = new ArrayList<>(List.of(words(topic, ASYNCHRONOUS, sleeps)));
            sleeps(topic, "epoll").ifPresent(other -> figures.add(words(topic, "epoll", other)));
            return new Finding(Verdict.below(sleeps, NEVER), figures);
        }));
    }

    private static String words(Topic topic, String server, Factor sleeps) {
        return "In " + topic.name() + ", " + server + " went to sleep " + Numbers.three(1000 * sleeps.value())
                + " times in 1,000 requests.";
    }

    private static Optional<Factor> sleeps(Topic topic, String server) {
        double[] each = Evidence.blocks(server, topic, NeverBlocks::perRequest);
        if (each.length == 0) {
            return Optional.empty();
        }
        Interval interval = Interval.of(each);
        double median = interval.median();
        return Optional.of(each.length == 1
                ? new Factor(median, median / SINGLE, median * SINGLE)
                : new Factor(median, interval.low(), interval.high()));
    }

    private static double perRequest(Load load) {
        return (double) load.voluntarySwitches() / load.requests();
    }
}
