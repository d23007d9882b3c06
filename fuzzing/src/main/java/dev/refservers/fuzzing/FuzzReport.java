package dev.refservers.fuzzing;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells what came of fuzzing, to people and to programs. */
public final class FuzzReport {

    /** From so many commands on each declared difference should have been met. */
    public static final long LONG_RUN_COMMANDS = 50_000;

    private FuzzReport() {}

    /** As text: a line for each target, and below it every divergence with its script. */
    public static String text(List<FuzzResult> results) {
        StringBuilder text = new StringBuilder();
        for (FuzzResult result : results) {
            double seconds = Math.max(1e-3, result.duration().toNanos() / 1e9);
            text.append(String.format(Locale.ROOT, "%-12s %,d commands in %,d episodes, %.1f s (%,.0f a second): %s%n",
                    result.target(), result.commands(), result.episodes(), seconds, result.commands() / seconds,
                    verdict(result)));
            for (FuzzResult.Finding finding : result.findings()) {
                text.append('\n').append(finding.what()).append('\n');
                text.append("  Met ").append(finding.times()).append(finding.times() == 1 ? " time" : " times")
                        .append(", first among ").append(finding.original())
                        .append(" commands. The shortest conversation that shows it:\n\n");
                finding.lines().forEach(line -> text.append("    ").append(shortened(line)).append('\n'));
                text.append('\n');
            }
            result.problems().forEach(problem -> text.append("  ").append(problem).append('\n'));
            if (result.commands() >= LONG_RUN_COMMANDS && !result.unusedDifferences().isEmpty()) {
                text.append("  Declared differences that were never met: ")
                        .append(String.join(", ", result.unusedDifferences())).append(".\n");
            }
        }
        return text.toString();
    }

    private static String verdict(FuzzResult result) {
        int kinds = result.findings().size();
        if (!result.problems().isEmpty()) {
            return "FAILED";
        }
        return kinds == 0 ? "no divergence" : kinds == 1 ? "A DIVERGENCE" : kinds + " DIVERGENCES";
    }

    private static String shortened(String line) {
        return line.length() <= 200 ? line : line.substring(0, 200) + " …";
    }

    /** As JSON. */
    public static String json(long seed, List<FuzzResult> results) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode().put("seed", seed);
        ArrayNode targets = root.putArray("targets");
        for (FuzzResult result : results) {
            ObjectNode target = targets.addObject().put("target", result.target())
                    .put("passed", result.passed()).put("commands", result.commands())
                    .put("episodes", result.episodes()).put("seconds", result.duration().toMillis() / 1e3);
            ArrayNode findings = target.putArray("divergences");
            for (FuzzResult.Finding finding : result.findings()) {
                ObjectNode node = findings.addObject().put("what", finding.what()).put("script", finding.script())
                        .put("times", finding.times());
                finding.lines().forEach(node.putArray("lines")::add);
            }
            result.unusedDifferences().forEach(target.putArray("unusedDifferences")::add);
            result.problems().forEach(target.putArray("problems")::add);
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }
}
