package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.server.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What docs/models.md says of our code is still true of it. */
final class ModelsTest {

    private static final Path PAGE = Path.of("..", "docs", "models.md");

    /** {@code [label:LINE](file#LLINE) `code`}; the code is missing where somebody forgot it. */
    private static final Pattern QUOTATION = Pattern.compile(
            "\\[[^\\]]*?(\\d*)\\]\\(([^)#]+)#L(\\d+)\\)(?: `([^`]+)`)?");

    private static List<MatchResult> quotations() throws IOException {
        return QUOTATION.matcher(Files.readString(PAGE)).results().toList();
    }

    @Test
    void everyLineThatIsQuotedIsThere() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (MatchResult quotation : quotations()) {
            Path file = PAGE.resolveSibling(quotation.group(2));
            int number = Integer.parseInt(quotation.group(3));
            String code = String.valueOf(quotation.group(4));
            List<String> lines = Files.readAllLines(file);
            if (number > lines.size() || !lines.get(number - 1).contains(code)) {
                wrong.add(file.getFileName() + "#L" + number + " is not `" + code + "`, which stands in "
                        + IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains(code))
                                .mapToObj(i -> "line " + (i + 1)).toList());
            }
        }
        assertEquals(List.of(), wrong, "docs/models.md: put the right numbers there, or what the code says now");
        assertTrue(quotations().size() > 30, "the pattern finds what it is for");
    }

    @Test
    void theLineThatIsReadIsTheOneThatIsLinked() throws IOException {
        for (MatchResult quotation : quotations()) {
            assertEquals(quotation.group(3), quotation.group(1), quotation.group());
        }
    }

    @Test
    void everyArchitectureHasASection() throws IOException {
        String page = Files.readString(PAGE);
        List<String> missing = ServiceLoader.load(Architecture.class).stream().map(ServiceLoader.Provider::get)
                .map(Architecture::name).filter(name -> !page.contains("\n### " + name + "\n")).toList();
        assertEquals(List.of(), missing, "architectures that docs/models.md does not tell of");
    }
}
