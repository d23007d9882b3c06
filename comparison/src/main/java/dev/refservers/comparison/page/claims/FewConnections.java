package dev.refservers.comparison.page.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Threads against an event loop, where there is little to multiplex. */
final class FewConnections implements Claim {

    private static final String THREADS = "threaded";
    private static final String LOOP = "select";
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
        return "few: a handful of connections. Confirmed if threaded surely uses less than 1.1 times the CPU "
                + "time per request of select, the event loop in plain Java; refuted if surely more.";
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
                .map(Factor::of).map(factor -> {
                    List<String> figures = new ArrayList<>(List.of(sentence(LOOP, factor)));
                    evidence.cpu(THREADS, "epoll", topic).map(Factor::of)
                            .ifPresent(other -> figures.add(sentence("epoll", other)));
                    return new Finding(Verdict.below(factor, AS_WELL), figures);
                }));
    }

    private static String sentence(String loop, Factor factor) {
        return "threaded used " + factor.words() + " times the CPU time of " + loop + " for each request.";
    }
}
