package dev.refservers.comparison.page;

import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratios;
import dev.refservers.conformance.report.Markup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What there is to know before anything else, in sentences. */
final class SummarySection {

    /** What an architecture costs and nothing else, in all blocks: nothing is told apart more finely. */
    private static final String HEADLINE = "ping-pong";

    private SummarySection() {}

    static String of(Topics topics, AllRatios ratios) {
        List<String> sentences = new ArrayList<>();
        headline(topics).ifPresent(topic -> {
            order(topics, ratios, topic, sentences);
            topic.metered().stream().findFirst().ifPresent(row -> sentences.add(0, row.name()
                    + " used least CPU time per request in " + topic.name() + ": " + Numbers.three(row.cost())
                    + " µs."));
        });
        noise(topics, ratios, sentences);
        long cells = topics.all().stream().mapToLong(topic -> topic.rows().size()).sum();
        long limits = topics.all().stream().flatMap(topic -> topic.rows().stream()).filter(Topic.Row::ended).count();
        long voids = topics.all().stream().flatMap(topic -> topic.rows().stream())
                .filter(row -> row.cell().voidReason().isPresent()).count() - limits;
        sentences.add((voids == 0 ? "None of the " : voids + " of the ") + cells + " cells "
                + (voids > 1 ? "are" : "is") + " void" + (limits == 0
                        ? "."
                        : "; in " + limits + " a server could do no more: its limit was reached, which is a finding."));
        if (topics.comparison().plan().blocks() < 3) {
            sentences.add(
                    "With fewer than three blocks, intervals know nothing of what differs from one start of a process to "
                            + "the next: this run is for looking, not for citing.");
        }
        StringBuilder html = new StringBuilder("<section id=\"summary\"><h2>In short</h2>\n<ul class=\"short\">\n");
        sentences.forEach(sentence -> html.append("<li>").append(Markup.escape(sentence)).append("</li>\n"));
        return html.append("</ul></section>\n").toString();
    }

    private static Optional<Topic> headline(Topics topics) {
        return topics.all().stream().filter(topic -> topic.metered().size() > 1)
                .min(Comparator.comparing(topic -> !topic.scenario().name().equals(HEADLINE)));
    }

    private static void order(Topics topics, AllRatios ratios, Topic topic, List<String> sentences) {
        String reference = topics.reference().orElse("");
        for (Ratio.Verdict verdict : Ratio.Verdict.values()) {
            List<String> names = topic.metered().stream()
                    .filter(row -> topics.alias().filter(row.name()::equals).isEmpty())
                    .flatMap(row -> ratios.of(row.name(), reference, topic).stream())
                    .filter(ratio -> ratio.verdict() == verdict)
                    .map(ratio -> ratio.server() + " (" + Numbers.ratio(ratio.ratio()) + ")").toList();
            if (!names.isEmpty()) {
                sentences.add(switch (verdict) {
                    case LESS -> "Less than " + reference + ": " + String.join(", ", names) + " times as much.";
                    case MORE -> "More than " + reference + ": " + String.join(", ", names) + " times as much.";
                    case INDISTINGUISHABLE ->
                        "Not to be told from " + reference + ": " + String.join(", ", names) + ".";
                    case UNKNOWN ->
                        "Measured too seldom for an interval, so it is not known how surely: "
                                + String.join(", ", names)
                                + " times as much as " + reference + ".";
                });
            }
        }
    }

    private static void noise(Topics topics, AllRatios ratios, List<String> sentences) {
        String reference = topics.comparison().plan().reference();
        List<Double> deviations = Ratios.deviations(topics.comparison()).stream().sorted().toList();
        if (reference == null || deviations.isEmpty()) {
            sentences.add("No server was measured twice, so it is not known how much of a difference is noise.");
            return;
        }
        List<Ratio> judged = topics.all().stream().flatMap(topic -> ratios.noise(topic).stream())
                .filter(ratio -> ratio.verdict() != Ratio.Verdict.UNKNOWN).toList();
        long apart = judged.stream().filter(ratio -> ratio.verdict() != Ratio.Verdict.INDISTINGUISHABLE).count();
        sentences.add("Noise: " + reference + ", measured twice, differs from itself by "
                + Numbers.three(100 * deviations.get(deviations.size() / 2)) + " % (median of "
                + deviations.size() + " cells), by " + Numbers.three(100 * deviations.getLast())
                + " % at the most; " + (judged.isEmpty()
                        ? "none of them has an interval, so none shows a difference."
                        : "it was taken for two servers in " + apart + " of the " + judged.size()
                                + " that have an interval."));
    }
}
