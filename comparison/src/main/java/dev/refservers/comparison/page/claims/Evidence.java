package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.AllRatios;
import dev.refservers.comparison.page.Topic;
import dev.refservers.comparison.page.Topics;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.statistics.Interval;
import dev.refservers.comparison.statistics.Ratio;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What claims ask a comparison. */
public final class Evidence {

    /** Of a window: the rest is what the kernel needs to count in ticks. */
    private static final double FULL = 0.97;

    private final Topics topics;
    private final AllRatios ratios;
    private final Set<String> built;

    /**
     * Evidence from one comparison.
     *
     * @param built names of the architectures that there are now, measured or not
     */
    public Evidence(Topics topics, AllRatios ratios, Collection<String> built) {
        this.topics = topics;
        this.ratios = ratios;
        this.built = Set.copyOf(built);
    }

    /** Whether there is such a server, in this comparison or for the next. */
    boolean exists(String server) {
        return built.contains(server) || topics.comparison().server(server).isPresent();
    }

    Stream<Topic> all() {
        return topics.all().stream();
    }

    /** The topics of a scenario or a family, in the order of their values, in the first protocol that has any. */
    List<Topic> topics(String name) {
        List<Topic> all = all().filter(topic -> topic.scenario().name().equals(name)
                || topic.scenario().family().equals(name)).toList();
        return all.stream().filter(topic -> topic.protocol().equals(all.getFirst().protocol()))
                .sorted(Comparator.comparingDouble(Topics::value)).toList();
    }

    /** The first of these scenarios in which all of these servers have a CPU time. */
    Optional<Topic> first(List<String> scenarios, List<String> servers) {
        return scenarios.stream().flatMap(name -> topics(name).stream())
                .filter(topic -> servers.stream().allMatch(server -> topic.metered().stream()
                        .anyMatch(row -> row.name().equals(server))))
                .findFirst();
    }

    /** CPU time per request of one server as a multiple of another's. */
    Optional<Factor> cpu(String server, String reference, Topic topic) {
        return ratio(server, reference, topic)
                .map(ratio -> Factor.of(ratio, apart(List.of(topic), Load::cpuMicrosPerRequest)));
    }

    Optional<Ratio> ratio(String server, String reference, Topic topic) {
        return ratios.of(server, reference, topic);
    }

    /** How far a figure of the reference is from its alias's in these topics, where it is furthest. */
    Apart apart(List<Topic> where, ToDoubleFunction<Load> figure) {
        String reference = topics.comparison().plan().reference();
        String alias = topics.comparison().plan().alias();
        if (reference == null || alias == null) {
            return Apart.unknown();
        }
        double[] shares = where.stream().flatMapToDouble(topic -> apart(blocks(reference, topic, figure),
                blocks(alias, topic, figure))).toArray();
        return Apart.of(reference, alias, shares, shares.length > 1);
    }

    private static DoubleStream apart(double[] one, double[] two) {
        if (one.length == 0 || two.length == 0) {
            return DoubleStream.empty();
        }
        double factor = Interval.median(one) / Interval.median(two);
        return DoubleStream.of(Math.max(factor, 1 / factor) - 1).filter(Double::isFinite);
    }

    /** How CPU time per request of one server grows from one topic to another. */
    Optional<Factor> growth(String server, Topic from, Topic to) {
        double[] before = blocks(server, from, Load::cpuMicrosPerRequest);
        double[] after = blocks(server, to, Load::cpuMicrosPerRequest);
        if (before.length == 0 || after.length == 0) {
            return Optional.empty();
        }
        Factor factor = Factor.of(after, before,
                apart(topics(to.scenario().family()), Load::cpuMicrosPerRequest));
        return Optional.of(fillsItsCore(server, to) ? factor.atLeast() : factor);
    }

    /** Whether there was no more CPU time to be had. */
    private static boolean fillsItsCore(String server, Topic topic) {
        double[] shares = blocks(server, topic, load -> (double) load.cpuNanos() / load.nanos());
        return Interval.median(shares) >= FULL;
    }

    /** A figure of each block; nothing where the server has none. */
    static double[] blocks(String server, Topic topic, ToDoubleFunction<Load> figure) {
        return topic.measured(server).stream().flatMap(row -> row.cell().measurements().stream())
                .map(Measurement::load).mapToDouble(figure).filter(value -> value >= 0).toArray();
    }

    /** Why there is nothing to judge by. */
    String whatIsMissing(Claim claim) {
        List<Topic> wanted = claim.scenarios().stream().flatMap(name -> topics(name).stream()).toList();
        if (wanted.isEmpty()) {
            return "This run has no scenario " + String.join(" or ", claim.scenarios()) + ".";
        }
        for (String server : claim.servers()) {
            Optional<ServerResult> found = topics.comparison().server(server);
            if (found.isEmpty()) {
                return server + " was not in this run.";
            }
            String unavailable = found.get().unavailable();
            if (unavailable != null) {
                return server + " is not available on this machine: " + unavailable;
            }
            Optional<String> reason = wanted.stream().flatMap(topic -> topic.rows().stream())
                    .filter(row -> row.name().equals(server)).flatMap(row -> row.cell().voidReason().stream())
                    .findFirst();
            if (reason.isPresent()) {
                return server + " has no figure: " + reason.get();
            }
        }
        return "The figures of " + String.join(" and ", claim.servers()) + " in " + wanted.getFirst().name()
                + " do not suffice.";
    }
}
