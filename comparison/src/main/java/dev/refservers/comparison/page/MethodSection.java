package dev.refservers.comparison.page;

import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Host;
import dev.refservers.comparison.result.Plan;
import dev.refservers.conformance.report.Markup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where and how it was measured: who wants the same figures needs all of this. */
final class MethodSection {

    private MethodSection() {}

    static String of(Comparison comparison) {
        Host host = comparison.host();
        Plan plan = comparison.plan();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("machine", String.format(Locale.ROOT, "%s, %d cores, %.1f GB", host.processor(), host.cores(),
                host.memoryBytes() / 1e9));
        facts.put("system", host.system());
        put(facts, "CPU quota", host.cpuQuota());
        facts.put("JDK", host.jdk());
        facts.put("layout", host.layout());
        facts.put("flags of servers", flags(host.serverFlags()));
        facts.put("flags of the generator", flags(host.generatorFlags()));
        put(facts, "note", host.warnings().isEmpty() ? null : String.join(" ", host.warnings()));
        if (host.loadAverage() >= 0) {
            facts.put("load before", String.format(Locale.ROOT, "%.2f", host.loadAverage()));
        }
        put(facts, "revision", host.revision());
        facts.put("begun", comparison.started() + ", for " + Numbers.whole(comparison.seconds()) + " s");
        facts.put("plan", String.format(Locale.ROOT,
                "%s: %d block%s of %.1f s in %d round%s for each figure, warm-up of up to %d windows of %.1f s, seed %d",
                plan.mode(), plan.blocks(), plural(plan.blocks()), plan.measuredMillis() / 1e3, plan.rounds(),
                plural(plan.rounds()), plan.warmUpWindowsMost(), plan.warmUpWindowMillis() / 1e3, plan.seed()));
        StringBuilder html = new StringBuilder("<section id=\"method\"><h2>Where and how</h2>\n<dl class=\"facts\">");
        facts.forEach((name, fact) -> html.append("<dt>").append(name).append("</dt><dd>")
                .append(Markup.escape(fact)).append("</dd>"));
        return html.append("</dl>\n").append("""
                <p>Each server runs in a fresh process on a core of its own; a generator on another checks every byte of every
                reply. CPU time is that of the whole process tree, kernel included. Blocks come in a random order, the next one
                mirrored; ratios are formed within a block, then their median and a bootstrap interval. A difference that reaches
                into the noise is called none. Percentiles are of all blocks' latencies together. <code>docs/measuring.md</code>
                in the sources says the rest, and what the figures do not say: nothing about more than one core, nothing about
                networks.</p></section>
                """).toString();
    }

    private static void put(Map<String, String> facts, String name, @org.jspecify.annotations.Nullable String fact) {
        if (fact != null) {
            facts.put(name, fact);
        }
    }

    private static String flags(List<String> flags) {
        return flags.isEmpty() ? "none" : String.join(" ", flags);
    }

    private static String plural(int count) {
        return count == 1 ? "" : "s";
    }
}
