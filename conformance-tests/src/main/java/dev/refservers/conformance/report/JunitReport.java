package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Results as JUnit XML: a {@code testsuite} for each target, a {@code testcase} for each script.
 *
 * <p>
 * There is no one schema: this is what Surefire's and Jenkins's have in common, which other readers take too. Ant's asks
 * of a suite for a {@code hostname}, an {@code id}, a {@code package} and a {@code timestamp}, all of which Surefire's
 * forbids: when a run began is a {@code property}. A verdict that fails the run is a {@code failure}, of the suite itself
 * an {@code error}; a script that is not applicable or was not run is {@code skipped}, with the reason.
 */
public final class JunitReport {

    private JunitReport() {}

    /** The document. */
    public static String write(Results results, boolean strict) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        long tests = 0;
        long failures = 0;
        long errors = 0;
        Duration took = Duration.ZERO;
        StringBuilder suites = new StringBuilder();
        for (TargetResults target : results.targets()) {
            tests += tests(target);
            failures += failures(target, strict);
            errors += errors(target);
            took = took.plus(target.took());
            suite(suites, results, target, strict);
        }
        xml.append("<testsuites%s%s%s%s%s>\n".formatted(attribute("name", "conformance"), attribute("tests", tests),
                attribute("failures", failures), attribute("errors", errors), attribute("time", seconds(took))));
        return xml.append(suites).append("</testsuites>\n").toString();
    }

    /** How the servers started and ended counts as a test, too. */
    private static long tests(TargetResults target) {
        return target.results().size() + 1L;
    }

    private static long failures(TargetResults target, boolean strict) {
        return target.results().stream().filter(result -> result.verdict().failsRun(strict)
                && result.verdict() != Verdict.ERROR).count()
                + (target.problems().isEmpty() || wasNotTried(target) ? 0 : 1);
    }

    private static long errors(TargetResults target) {
        return target.results().stream().filter(result -> result.verdict() == Verdict.ERROR).count()
                + (target.problems().isEmpty() || !wasNotTried(target) ? 0 : 1);
    }

    /** That a server could not be reached says nothing about what it does. */
    private static boolean wasNotTried(TargetResults target) {
        return target.results().stream().allMatch(result -> result.verdict() == Verdict.NOT_RUN);
    }

    private static boolean isSkipped(Result result) {
        return result.verdict() == Verdict.NOT_APPLICABLE || result.verdict() == Verdict.NOT_RUN;
    }

    private static void suite(StringBuilder xml, Results results, TargetResults target, boolean strict) {
        xml.append("  <testsuite%s%s%s%s%s%s>\n".formatted(attribute("name", target.target()),
                attribute("tests", tests(target)), attribute("failures", failures(target, strict)),
                attribute("errors", errors(target)),
                attribute("skipped", target.results().stream().filter(JunitReport::isSkipped).count()),
                attribute("time", seconds(target.took()))));
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("target", target.target());
        properties.put("description", target.description());
        properties.put("started", results.started().toString());
        properties.put("strict", Boolean.toString(strict));
        Diagnosis.of(target, strict).ifPresent(diagnosis -> properties.put("diagnosis", diagnosis));
        target.counts().forEach((verdict, count) -> properties.put("verdicts." + verdict.word(), count.toString()));
        xml.append("    <properties>\n");
        properties.forEach((name, value) -> xml.append("      <property%s%s/>\n".formatted(attribute("name", name),
                attribute("value", value))));
        xml.append("    </properties>\n");
        target.results().forEach(result -> script(xml, target, result, strict));
        testcase(xml, target.target(), "The servers started and ended as they must.", Duration.ZERO,
                target.problems().isEmpty()
                        ? ""
                        : problem(wasNotTried(target) ? "error" : "failure", "problem", target.problems().getFirst(),
                                String.join("\n", target.problems())));
        xml.append("  </testsuite>\n");
    }

    private static void script(StringBuilder xml, TargetResults target, Result result, boolean strict) {
        String id = result.script().id();
        testcase(xml, target.target() + "." + id.substring(0, id.indexOf('/')), id + ": " + result.script().title(),
                result.took(), outcome(result, strict));
    }

    private static String outcome(Result result, boolean strict) {
        String type = result.verdict().word();
        if (isSkipped(result)) {
            return "      <skipped%s/>\n".formatted(attribute("message", type + ": " + result.reason()));
        }
        if (result.verdict().failsRun(strict)) {
            return problem(result.verdict() == Verdict.ERROR ? "error" : "failure", type, result.reason(),
                    TextReport.explain(result));
        }
        return result.reason().isEmpty()
                ? ""
                : "      <system-out>" + Markup.escape(type + ": " + result.reason()) + "</system-out>\n";
    }

    private static String problem(String element, String type, String message, String text) {
        return "      <%s%s%s>%s</%s>\n".formatted(element, attribute("message", message), attribute("type", type),
                Markup.escape(text), element);
    }

    private static void testcase(StringBuilder xml, String classname, String name, Duration took, String content) {
        xml.append("    <testcase%s%s%s".formatted(attribute("name", name), attribute("classname", classname),
                attribute("time", seconds(took))));
        xml.append(content.isEmpty() ? "/>\n" : ">\n" + content + "    </testcase>\n");
    }

    private static String attribute(String name, Object value) {
        return " " + name + "=\"" + Markup.escape(value.toString()).replace("\n", "&#10;") + "\"";
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
    }
}
