package dev.refservers.comparison.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.report.TextReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostTest {

    private static Host host(String quota, List<String> javaOptions) {
        return new Host("Linux", "CPU", 2, 8L << 30, quota.isEmpty() ? null : quota, "JDK", List.of(), List.of(),
                "Each has a core.",
                0.1, javaOptions, null, null);
    }

    @Test
    void tellsWhatTheEnvironmentAddsToEveryJvm() {
        Host slow = host("", List.of("JAVA_TOOL_OPTIONS=-Xint"));
        assertEquals(List
                .of("The environment adds flags to every JVM: JAVA_TOOL_OPTIONS=-Xint. They change what is measured."),
                slow.warnings());
        assertEquals(List.of("what the environment adds to them was JAVA_TOOL_OPTIONS=-Xint and is nothing"),
                host("", List.of()).differences(slow));
        assertEquals(List.of(), host("", List.of()).differences(host("", List.of())));
    }

    @Test
    void tellsAQuotaAndHowOftenItStoppedThem() {
        Host limited = host("50000 100000", List.of());
        assertEquals(List.of("A control group limits server and generator together to 0.50 cores."),
                limited.warnings());
        Host throttled = limited.withThrottling(new Host.Throttling(239, 149));
        assertEquals(
                List.of("A control group limits server and generator together to 0.50 cores; the limit stopped them in "
                        + "149 of 239 periods."),
                throttled.warnings());
        Comparison sample = Comparisons.sample();
        Comparison run = new Comparison(sample.format(), sample.version(), sample.started(), sample.seconds(),
                sample.plan(),
                throttled, sample.stages(), sample.servers());
        assertTrue(TextReport.of(run).replaceAll("\\s+", " ").contains("stopped them in 149 of 239 periods."),
                TextReport.of(run));
        assertEquals(run, ComparisonJson.read(ComparisonJson.write(run)));
    }

    @Test
    void anOlderFileSaysNothingOfTheEnvironment() {
        String older = ComparisonJson.write(Comparisons.sample()).replaceFirst("\\s+\"javaOptions\" : \\[ *\\],", "");
        assertEquals(List.of(), Comparisons.sample().host().differences(ComparisonJson.read(older).host()));
    }
}
