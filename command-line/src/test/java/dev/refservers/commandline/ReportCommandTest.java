package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.page.MadeUp;
import dev.refservers.comparison.report.TextReport;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.result.Comparisons;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path saved = Path.of("");

    @BeforeEach
    void save() throws Exception {
        saved = folder.resolve("saved.json");
        Files.writeString(saved, ComparisonJson.write(Comparisons.sample()));
    }

    private int report(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "report";
        all[1] = saved.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Main.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    @Test
    void showsTheTablesAgainAndWritesThePage() throws Exception {
        Path page = folder.resolve("page.html");
        assertEquals(1, report("--html", page.toString()), "a server does not conform");
        assertEquals("", err.toString());
        assertEquals(TextReport.of(Comparisons.sample()), out.toString());
        assertTrue(Files.readString(page).startsWith("<!DOCTYPE html>"));
        assertTrue(Files.readString(page).contains("<dt>code</dt><dd>"), "lines are counted in this checkout");
    }

    /** A file may come from anybody. */
    @Test
    void whatATerminalWouldObeyIsShownInstead() throws Exception {
        String mark = "\u001b[2J\u009b1m\u202e\u0007";
        String json = ComparisonJson.write(Comparisons.sample());
        for (String member : new String[]{"flawed", "does not conform", "Linux"}) {
            assertTrue(json.contains(member), member);
            json = json.replace(member, member + "\\u001b[2J\\u009b1m\\u202e\\u0007");
        }
        Files.writeString(saved, json);
        for (String form : new String[]{"--markdown", "--html=" + folder.resolve("page.html")}) {
            report(form);
        }
        String said = out.toString();
        assertTrue(said.contains("flawed\\u001b[2J\\u009b1m\\u202e\\u0007"), said);
        assertTrue(
                mark.chars().noneMatch(each -> each != '[' && said.indexOf(each) >= 0 && Character.isISOControl(each)),
                said);
        assertTrue(said.indexOf('\u202e') < 0, said);
        Files.writeString(saved, "{\"format\":\"\\u001b[2J\"}");
        report();
        assertTrue(err.toString().chars().allMatch(each -> each == '\n' || !Character.isISOControl(each)),
                err.toString());
    }

    @Test
    void printsTheJsonAgain() {
        report("--json");
        assertEquals(ComparisonJson.write(Comparisons.sample()), out.toString());
    }

    @Test
    void printsMarkdownForAPullRequest() throws Exception {
        Comparison run = new MadeUp(3).reference("select", "select (again)").scenario("steady", 50).scenario("few", 2)
                .cpu("select", "steady", 5).cpu("select (again)", "steady", 5).cpu("forking", "steady", 50)
                .voided("forking", "few", "It did | not start.").cpu("select", "few", 5).build();
        Files.writeString(saved, ComparisonJson.write(run));
        assertEquals(1, report("--markdown"));
        String text = out.toString();
        assertTrue(text.contains("|server|CPU µs /request|times select|requests/s|"), text);
        assertTrue(text.lines()
                .anyMatch(line -> line.matches("\\|forking\\|(49|50)\\.\\d\\d\\|(9|10)\\.\\d\\d .*")), text);
        assertTrue(text.contains("|select (again)|") && text.contains("|≈"), text);
        assertTrue(text.contains("|forking|VOID: It did \\| not start.|"), text);
        assertTrue(text.contains("<details><summary>few (queue)</summary>"), text);
    }

    @Test
    void saysOfWhatIsNoResultWhatItIs() throws Exception {
        Files.write(saved, new byte[]{(byte) 0xff, 0, (byte) 0x80});
        assertEquals(1, report());
        assertEquals(saved + " cannot be read: it is no text in UTF-8.\n", err.toString());
        for (String text : new String[]{"null", "[]", "{\"format\":\"dev.refservers.comparison\",\"version\":2}"}) {
            Files.writeString(saved, text);
            err.getBuffer().setLength(0);
            assertEquals(1, report("--html", folder.resolve("page.html").toString()));
            assertTrue(err.toString().startsWith(saved + " cannot be shown: This is no "), err.toString());
            assertEquals(1, err.toString().lines().count(), err.toString());
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertEquals(2, report("--html", "/no/such/folder/page.html"));
        assertTrue(err.toString().contains("--html is /no/such/folder/page.html, but there is no folder"),
                err.toString());
        Files.writeString(saved, "{}");
        assertEquals(1, report());
        assertTrue(err.toString().contains("cannot be shown: "), err.toString());
        assertEquals(2, report("--json", "--markdown"));
    }
}
