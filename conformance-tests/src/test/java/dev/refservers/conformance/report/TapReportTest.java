package dev.refservers.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TAP, line by line as its grammar has it. */
final class TapReportTest {

    private static final Pattern TEST = Pattern
            .compile("(not )?ok (\\d+) - ((?:[^\\\\#\\n]|\\\\\\\\|\\\\#)*?)( # (SKIP|TODO) .+)?");
    private static final Pattern YAML = Pattern.compile("  [a-z_]+: (\"([^\"\\\\]|\\\\.)*\"|[\\d.]+)");

    private static List<String> lines() {
        return TapReport.write(SampleResults.three(20), false).lines().toList();
    }

    @Test
    void everyLineIsOneOfTheGrammar() {
        List<String> lines = lines();
        assertEquals("TAP version 13", lines.getFirst());
        assertEquals("1..63", lines.get(1));
        boolean inYaml = false;
        boolean afterTest = false;
        for (String line : lines.subList(2, lines.size())) {
            if (line.equals("  ---")) {
                assertTrue(afterTest, "a block of YAML belongs to the test before it");
                inYaml = true;
            } else if (inYaml) {
                assertTrue(line.equals("  ...") || YAML.matcher(line).matches(), line);
                inYaml = !line.equals("  ...");
            } else {
                assertTrue(line.startsWith("# ") || TEST.matcher(line).matches(), line);
            }
            afterTest = TEST.matcher(line).matches();
        }
        assertTrue(!inYaml);
    }

    @Test
    void theNumbersAreThoseOfThePlan() {
        List<String> numbers = lines().stream().map(TEST::matcher).filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(2)).toList();
        assertEquals(63, numbers.size());
        assertEquals("1", numbers.getFirst());
        assertEquals("63", numbers.getLast());
    }

    @Test
    void whatFailedIsNotOkAndWhatWasNotTriedIsSkippedWithItsReason() {
        List<String> lines = lines();
        assertEquals(2, lines.stream().filter(line -> line.startsWith("not ok ")).count());
        assertEquals(8, lines.stream().filter(line -> line.contains(" # SKIP ")).count());
        assertTrue(lines.stream().anyMatch(line -> line.endsWith("# SKIP n/a: lacks it \\ by design")));
        assertTrue(lines.contains("  wanted: \"+PONG\""));
    }

    @Test
    void proveFindsNothingToSayAboutItsForm(@TempDir Path folder) throws Exception {
        Path prove = Path.of("/usr/bin/prove");
        boolean there = Files.isExecutable(prove);
        assertTrue(there || !"true".equals(System.getenv("CI")), "prove, of the package perl, is not installed");
        assumeTrue(there, "prove, of the package perl, is not installed");
        Path tap = Files.writeString(folder.resolve("suite.tap"), TapReport.write(SampleResults.three(20), false));
        Process process = new ProcessBuilder(prove.toString(), "--exec", "cat", tap.toString())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), said);
        assertTrue(said.contains("Failed 2/63 subtests"), said);
        assertTrue(said.contains("(less 8 skipped subtests: 53 okay)"), said);
        assertFalse(said.contains("Parse error"), said);
    }

    @Test
    void strictnessMakesFailuresOfWhatIsTolerated() {
        assertEquals(List.of(), TapReport.write(SampleResults.many(1), true).lines()
                .filter(line -> line.startsWith("not ok")).toList());
    }
}
