package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.page.Topic;
import java.util.List;
import java.util.Optional;

/** A process against a thread for each client. */
final class ProcessForEach implements Claim {

    /** "Expensive" begins here. */
    private static final double EXPENSIVE = 2;

    @Override
    public String id() {
        return "claim-process";
    }

    @Override
    public String words() {
        return "Making a process for each request is expensive.";
    }

    @Override
    public String experiment() {
        return "churn: every request has a connection of its own, hence a process of its own in forking, and "
                + "a thread of its own in threaded. Confirmed if forking surely uses more than twice the CPU "
                + "time of threaded, refuted if surely less.";
    }

    @Override
    public List<String> servers() {
        return List.of("forking", "threaded");
    }

    @Override
    public List<String> scenarios() {
        return List.of("churn");
    }

    @Override
    public Optional<Finding> judge(Evidence evidence) {
        return evidence.first(scenarios(), servers()).flatMap(topic -> evidence.cpu("forking", "threaded", topic)
                .map(factor -> Finding.of(Verdict.above(factor, EXPENSIVE), "In " + topic.name() + ", forking used "
                        + factor.words() + " times the CPU time of threaded for each connection." + factor.remark(),
                        "Half of the requests were answered within " + median(topic, "forking") + " by forking, "
                                + median(topic, "threaded") + " by threaded.")
                        .because(factor, EXPENSIVE)));
    }

    private static String median(Topic topic, String server) {
        return topic.measured(server).flatMap(Topic.Row::summary)
                .map(summary -> Numbers.time(summary.p50Micros())).orElse("-");
    }
}
