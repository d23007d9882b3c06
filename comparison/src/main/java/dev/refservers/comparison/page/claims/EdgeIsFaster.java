package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Topic;
import dev.refservers.comparison.statistics.Ratio;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Edges against levels. */
final class EdgeIsFaster implements Claim {

    private static final String EDGE = "epoll-edge";
    private static final String LEVEL = "epoll";

    @Override
    public String id() {
        return "claim-edge";
    }

    @Override
    public String words() {
        return "Edge-triggered is faster than level-triggered.";
    }

    @Override
    public String experiment() {
        return "epoll-edge against epoll, two loops that differ in nothing else, where most blocks were measured; "
                + "among those where the interval is narrowest. Confirmed if the edge surely uses less CPU time per request, refuted if surely more.";
    }

    @Override
    public List<String> servers() {
        return List.of(EDGE, LEVEL);
    }

    @Override
    public List<String> scenarios() {
        return List.of("steady", "steady-30k", "steady-1k", "ping-pong", "push-pop", "few");
    }

    @Override
    public Optional<Finding> judge(Evidence evidence) {
        return best(evidence).flatMap(topic -> evidence.cpu(EDGE, LEVEL, topic)
                .map(factor -> Finding.of(Verdict.below(factor, 1), "In " + topic.name() + ", epoll-edge used "
                        + factor.words() + " times the CPU time of epoll for each request." + factor.remark(),
                        everywhere(evidence)).because(factor, 1)));
    }

    /** Where the two were told apart most finely. */
    private Optional<Topic> best(Evidence evidence) {
        return scenarios().stream().flatMap(name -> evidence.topics(name).stream()).distinct()
                .filter(topic -> evidence.ratio(EDGE, LEVEL, topic).isPresent())
                .min(Comparator.comparingInt((Topic topic) -> -topic.scenario().blocks())
                        .thenComparingDouble(topic -> evidence.ratio(EDGE, LEVEL, topic).stream()
                                .mapToDouble(ratio -> ratio.high() / ratio.low()).sum()));
    }

    private static String everywhere(Evidence evidence) {
        Map<Ratio.Verdict, Long> counts = evidence.all().filter(Topic::ofRequests)
                .flatMap(topic -> evidence.ratio(EDGE, LEVEL, topic).stream())
                .collect(Collectors.groupingBy(Ratio::verdict, Collectors.counting()));
        return "Over all scenarios: less in " + counts.getOrDefault(Ratio.Verdict.LESS, 0L) + ", more in "
                + counts.getOrDefault(Ratio.Verdict.MORE, 0L) + ", no measurable difference in "
                + counts.getOrDefault(Ratio.Verdict.INDISTINGUISHABLE, 0L) + ", measured too seldom for an interval in "
                + counts.getOrDefault(Ratio.Verdict.UNKNOWN, 0L) + ".";
    }
}
