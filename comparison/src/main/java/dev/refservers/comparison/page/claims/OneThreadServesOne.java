package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.page.Topic;
import dev.refservers.comparison.result.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One thread that blocks for one client. */
final class OneThreadServesOne implements Claim {

    private static final String ONE = "blocking";
    private static final String EACH = "threaded";
    /** Whoever serves two at once gets twice as much done while clients wait. */
    private static final double TWO = 2;

    @Override
    public String id() {
        return "claim-one";
    }

    @Override
    public String words() {
        return "One thread with blocking I/O cannot serve two.";
    }

    @Override
    public String experiment() {
        return "waiting: each request waits for its reply, so that the rate tells how many wait at once. "
                + "Confirmed if threaded, with a thread for each client, surely answers more than twice as many "
                + "as blocking; refuted if surely less.";
    }

    @Override
    public List<String> servers() {
        return List.of(ONE, EACH);
    }

    @Override
    public List<String> scenarios() {
        return List.of("waiting");
    }

    @Override
    public Optional<Finding> judge(Evidence evidence) {
        return evidence.topics("waiting").stream().flatMap(topic -> judge(evidence, topic).stream()).findFirst();
    }

    private static Optional<Finding> judge(Evidence evidence, Topic topic) {
        double[] one = Evidence.blocks(ONE, topic, Load::requestsPerSecond);
        double[] each = Evidence.blocks(EACH, topic, Load::requestsPerSecond);
        if (one.length == 0 || each.length == 0) {
            return Optional.empty();
        }
        Factor factor = Factor.of(each, one, evidence.apart(List.of(topic), Load::requestsPerSecond));
        List<String> figures = new ArrayList<>(List.of("In " + topic.name() + ", blocking answered "
                + rate(topic, ONE) + " requests a second, threaded " + rate(topic, EACH) + ": " + factor.words()
                + " times as many." + factor.remark()));
        topic.measured(ONE).map(row -> row.cell().limit()).ifPresent(limit -> figures.add("blocking " + limit + "."));
        return Optional.of(new Finding(Verdict.above(factor, TWO), figures).because(factor, TWO));
    }

    private static String rate(Topic topic, String server) {
        return topic.measured(server).flatMap(Topic.Row::summary)
                .map(summary -> Numbers.three(summary.requestsPerSecond())).orElse("-");
    }
}
