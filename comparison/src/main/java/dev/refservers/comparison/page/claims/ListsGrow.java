package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.page.Topic;
import dev.refservers.comparison.page.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What idle connections cost select, poll and epoll. */
final class ListsGrow implements Claim {

    /** Below this nothing has grown that would count. */
    private static final double FLAT = 1.25;

    private static final String IDLE = "idle";
    private static final String POLL = "poll2";
    private static final String EPOLL = "epoll";
    /** Its sets end at 1,024: it is shown as far as it gets, and decides nothing. */
    private static final String SELECT = "select2";

    @Override
    public String id() {
        return "claim-lists";
    }

    @Override
    public String words() {
        return "What select and poll cost grows with the number of watched descriptors; what epoll costs "
                + "does not.";
    }

    @Override
    public String experiment() {
        return "idle: the same load on some of more and more connections. Confirmed if CPU time per request "
                + "of poll2 surely grows by more than a quarter, and epoll's surely by less; refuted if poll2's "
                + "surely grows by less, or epoll's by more.";
    }

    @Override
    public List<String> servers() {
        return List.of(POLL, EPOLL);
    }

    @Override
    public List<String> scenarios() {
        return List.of(IDLE);
    }

    @Override
    public Optional<Finding> judge(Evidence evidence) {
        Optional<Growth> poll = growth(evidence, POLL);
        Optional<Growth> epoll = growth(evidence, EPOLL);
        if (poll.isEmpty() || epoll.isEmpty()) {
            return Optional.empty();
        }
        List<String> figures = new ArrayList<>(List.of(poll.get().words(), epoll.get().words()));
        growth(evidence, SELECT).map(Growth::words).ifPresent(figures::add);
        return Optional.of(new Finding(verdict(Verdict.above(poll.get().factor, FLAT),
                Verdict.below(epoll.get().factor, FLAT)), figures)
                .because(poll.get().factor, FLAT).because(epoll.get().factor, FLAT));
    }

    private static Verdict verdict(Verdict pollGrows, Verdict epollDoesNot) {
        if (pollGrows == Verdict.REFUTED || epollDoesNot == Verdict.REFUTED) {
            return Verdict.REFUTED;
        }
        return pollGrows == epollDoesNot ? pollGrows : Verdict.NOT_HERE;
    }

    /** From the fewest to the most connections with which a server has a figure. */
    private record Growth(String server, Topic from, Topic to, Factor factor) {

        String words() {
            return server + ": " + factor.words() + " times the CPU time per request with "
                    + Numbers.whole(Topics.value(to)) + " connections as with "
                    + Numbers.whole(Topics.value(from)) + "." + (factor.full()
                            ? " It used all of its core there, and could not have used more."
                            : "")
                    + factor.remark();
        }
    }

    private static Optional<Growth> growth(Evidence evidence, String server) {
        List<Topic> measured = evidence.topics(IDLE).stream()
                .filter(topic -> topic.measured(server).filter(row -> row.cell().limit() == null).isPresent()).toList();
        if (measured.size() < 2) {
            return Optional.empty();
        }
        Topic from = measured.getFirst();
        Topic to = measured.getLast();
        return evidence.growth(server, from, to).map(factor -> new Growth(server, from, to, factor));
    }
}
