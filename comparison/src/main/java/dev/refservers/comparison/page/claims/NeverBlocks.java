package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.FigureNames;
import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.page.Topic;
import dev.refservers.comparison.result.Load;
import dev.refservers.comparison.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where a process waits whose I/O is asynchronous. */
final class NeverBlocks implements Claim {

    private static final String CALLS = "CallsPerRequest";
    private static final String ALL = "callsPerRequest";
    private static final String ASYNCHRONOUS = "uring";
    private static final String SYNCHRONOUS = "epoll";
    private static final String COMPLETIONS = "io_uring_enter";
    /** These do not wait for a descriptor: what is too seldom to be told apart, and locks of the JVM. */
    private static final Set<String> OF_NO_DESCRIPTOR = Set.of("other", "futex");

    @Override
    public String id() {
        return "claim-async";
    }

    @Override
    public String words() {
        return "A process with asynchronous I/O waits in one place, and nowhere else.";
    }

    @Override
    public String experiment() {
        return "syscalls: what uring, whose kernel does all its I/O, asks for under load. Confirmed if io_uring_enter, "
                + "where it waits for completions, is the only call for a descriptor that was counted; refuted if there "
                + "is another, such as a read or a write. (Calls are counted from one in 200 requests on.) That it never "
                + "waits at all, as some have it, nobody measures: with nothing to do it sleeps.";
    }

    @Override
    public List<String> servers() {
        return List.of(ASYNCHRONOUS);
    }

    @Override
    public List<String> scenarios() {
        return List.of("syscalls");
    }

    @Override
    public Optional<Finding> judge(Evidence evidence) {
        return evidence.topics("syscalls").stream().flatMap(topic -> calls(topic, ASYNCHRONOUS).stream()
                .map(calls -> {
                    List<String> figures = new ArrayList<>(List.of(words(topic, ASYNCHRONOUS, calls)));
                    calls(topic, SYNCHRONOUS).map(other -> words(topic, SYNCHRONOUS, other)).ifPresent(figures::add);
                    sleeps(evidence).ifPresent(figures::add);
                    return new Finding(verdict(calls), figures);
                })).findFirst();
    }

    private static Verdict verdict(Map<String, Double> calls) {
        return calls.size() > 1 || !calls.containsKey(COMPLETIONS) ? Verdict.REFUTED : Verdict.CONFIRMED;
    }

    private static String words(Topic topic, String server, Map<String, Double> calls) {
        List<String> all = calls.entrySet().stream()
                .map(call -> call.getKey() + " " + Numbers.three(1000 * call.getValue())).toList();
        return "In " + topic.name() + ", " + server + " called in 1,000 requests: "
                + (all.isEmpty() ? "nothing" : String.join(", ", all)) + ".";
    }

    /** Calls that are about descriptors, for each request; empty where they were not counted. */
    private static Optional<Map<String, Double>> calls(Topic topic, String server) {
        return topic.measured(server).filter(row -> FigureNames.median(row.cell(), ALL).isPresent()).map(row -> {
            Map<String, Double> calls = new TreeMap<>();
            row.cell().measurements().stream().flatMap(block -> block.figures().keySet().stream())
                    .filter(name -> name.endsWith(CALLS)).distinct().forEach(name -> {
                        String call = name.substring(0, name.length() - CALLS.length());
                        FigureNames.median(row.cell(), name).stream()
                                .filter(each -> each > 0 && !OF_NO_DESCRIPTOR.contains(call))
                                .forEach(each -> calls.put(call, each));
                    });
            return calls;
        });
    }

    private static Optional<String> sleeps(Evidence evidence) {
        return evidence.first(List.of("steady-1k", "steady"), List.of(ASYNCHRONOUS, SYNCHRONOUS))
                .map(topic -> "In " + topic.name() + ", " + ASYNCHRONOUS + " went to sleep "
                        + sleeps(topic, ASYNCHRONOUS) + " times in 1,000 requests, " + SYNCHRONOUS + " "
                        + sleeps(topic, SYNCHRONOUS) + " times.");
    }

    private static String sleeps(Topic topic, String server) {
        double[] each = Evidence.blocks(server, topic, NeverBlocks::perRequest);
        return each.length == 0
                ? "-"
                : Numbers.three(1000 * Interval.median(each));
    }

    private static double perRequest(Load load) {
        return (double) load.voluntarySwitches() / load.requests();
    }
}
