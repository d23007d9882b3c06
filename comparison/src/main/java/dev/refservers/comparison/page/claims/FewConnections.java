package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.page.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Threads against an event loop, where there is little to multiplex. */
final class FewConnections implements Claim {

    private static final String THREADS = "threaded";
    private static final String LOOP = "select";
    private static final String OTHER_LOOP = "epoll";
    /** "As well" ends here. */
    private static final double AS_WELL = 1.1;

    @Override
    public String id() {
        return "claim-few";
    }

    @Override
    public String words() {
        return "With few connections, threads with blocking I/O do as well as an event loop, or better.";
    }

    @Override
    public String experiment() {
        return "few: a handful of connections. In CPU time, which alone is judged: confirmed if threaded surely uses "
                + "less than 1.1 times as much per request as select, the event loop in plain Java; refuted if "
                + "surely more.";
    }

    @Override
    public List<String> servers() {
        return List.of(THREADS, LOOP);
    }

    @Override
    public List<String> scenarios() {
        return List.of("few");
    }

    @Override
    public Optional<Finding> judge(Evidence evidence) {
        return evidence.first(scenarios(), servers()).flatMap(topic -> evidence.cpu(THREADS, LOOP, topic)
                .map(factor -> {
                    List<String> figures = new ArrayList<>(List.of(sentence(LOOP, factor)));
                    evidence.cpu(THREADS, OTHER_LOOP, topic)
                            .ifPresent(other -> figures.add(sentence(OTHER_LOOP, other)));
                    Stream.of(THREADS, LOOP, OTHER_LOOP).flatMap(server -> beside(topic, server).stream())
                            .forEach(figures::add);
                    return new Finding(Verdict.below(factor, AS_WELL), figures).in("in CPU time")
                            .because(factor, AS_WELL);
                }));
    }

    private static String sentence(String loop, Factor factor) {
        return "threaded used " + factor.words() + " times the CPU time of " + loop + " for each request."
                + factor.remark();
    }

    /** What its clients saw: said, not judged. */
    private static Optional<String> beside(Topic topic, String server) {
        return topic.measured(server).flatMap(Topic.Row::summary).map(summary -> server + ": "
                + Numbers.whole(summary.requestsPerSecond()) + " requests/s, p50 " + Numbers.time(summary.p50Micros())
                + ", p99 " + Numbers.time(summary.p99Micros()) + ".");
    }
}
