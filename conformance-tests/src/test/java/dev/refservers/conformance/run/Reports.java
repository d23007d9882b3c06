package dev.refservers.conformance.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.report.HtmlReport;
import dev.refservers.conformance.report.JsonReport;
import dev.refservers.conformance.report.JunitReport;
import dev.refservers.conformance.report.TapReport;
import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All that is written about a result. */
final class Reports {

    private Reports() {}

    static Results of(Result result, String... problems) {
        return new Results(Instant.EPOCH, List.of(new TargetResults("fake", "A fake.", List.of(result),
                List.of(problems), Duration.ZERO)));
    }

    /** Nothing in any report acts on a terminal, a browser or a reader of XML. */
    static void mustBeHarmless(Result result, String... problems) {
        Results results = of(result, problems);
        for (String text : List.of(TextReport.explainAll(results, true) + TextReport.matrix(results),
                TextReport.explain(result), TapReport.write(results, true), JunitReport.write(results, true),
                HtmlReport.write(results, true, Optional.empty()), JsonReport.write(results, true, true))) {
            text.codePoints()
                    .forEach(c -> assertTrue(c == '\n' || c == '\t' || c == 0x200b || (!Character.isISOControl(c)
                            && Character.getType(c) != Character.FORMAT), () -> "U+%04x in %s".formatted(c, text)));
        }
        String page = HtmlReport.write(results, true, Optional.empty());
        assertFalse(page.contains("<script>alert(1)"), page);
        assertFalse(JunitReport.write(results, true).contains("<script>"), page);
    }
}
