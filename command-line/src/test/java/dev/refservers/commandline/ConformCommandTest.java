package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Catalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./servers conform} against servers that somebody else has started. */
final class ConformCommandTest {

    private static final String SCRIPT = "echo/comes-back";

    private record Outcome(int exit, String out, String err) {}

    private static Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Outcome(exit, out.toString(), err.toString());
    }

    /** Echoes, in capital letters if it is wrong. */
    private static ServerSocket echo(boolean wrong) throws IOException {
        ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    byte[] bytes = new byte[65_536];
                    for (int n = socket.getInputStream().read(bytes); n >= 0; n = socket.getInputStream().read(bytes)) {
                        for (int i = 0; wrong && i < n; i++) {
                            bytes[i] = (byte) Character.toUpperCase(bytes[i]);
                        }
                        socket.getOutputStream().write(bytes, 0, n);
                    }
                } catch (IOException gone) {
                    if (!listening.isClosed()) {
                        throw new UncheckedIOException(gone);
                    }
                }
            }
        });
        return listening;
    }

    private static Outcome conform(ServerSocket server, String... more) {
        List<String> args = new ArrayList<>(List.of("conform", "--target", "127.0.0.1:" + server.getLocalPort(),
                "--protocol", "echo", "--only", SCRIPT));
        args.addAll(List.of(more));
        return run(args.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --only blokcing                  | --only is 'blokcing', but there is no such script; did you mean 'blocking'?
            --only textbook/mesage-in-parts  | --only is 'textbook/mesage-in-parts', but there is no such script; did you mean
            --skip nowhere/at-all            | --skip is 'nowhere/at-all', but there is no such script; --list prints all.
            --tag pipelinig                  | --tag is 'pipelinig', but there is no such tag; did you mean 'pipelining'?
            --tag x                          | --tag is 'x', but there is no such tag; there is bug, drip,
            --protocol pop                   | There is no protocol 'pop'; there is
            --only echo --protocol http      | No script is left
            --repeat 0                       | --repeat is 0, but must be at least 1.
            --parallel 0                     | --parallel is 0, but must be at least 1.
            --timeout-scale 0                | --timeout-scale is 0.0, but must be greater than 0.
            --target 7000                    | --target is '7000', but must be HOST:PORT.
            --target [::1]:1 --protocol echo --protocol queue | --target speaks one protocol, but --protocol is said 2 times
            --lacks concurrent-clients       | --lacks is about a --target, and there is none.
            --target [::1]:1 --lacks everything  | --lacks is 'everything', but must be one of concurrent-clients,
            --report-html /no/such/page.html | --report-html is /no/such/page.html, but there is no folder /no/such.
            --json --report-tap -            | Only one report can go to standard output.
            --mutants /no/such.json          | --mutants is /no/such.json, but there is no such file.
            """)
    void saysInOneSentenceWhatIsWrongWithTheUsage(String options, String sentence) {
        Outcome outcome = run(("conform " + options).split(" ", -1));
        assertEquals(2, outcome.exit);
        assertEquals("", outcome.out);
        assertTrue(outcome.err.startsWith(sentence), outcome.err);
        assertEquals(2, outcome.err.lines().count(), outcome.err);
    }

    @Test
    void listsScriptsForPeopleAndForPrograms() {
        Outcome people = run("conform", "--list", "--only", "textbook/message*", "--only", SCRIPT);
        assertEquals(0, people.exit);
        assertTrue(people.out.startsWith(SCRIPT + " "), people.out);
        assertTrue(people.out.contains("  must "), people.out);
        assertTrue(people.out.contains("[textbook]"), people.out);
        JsonNode programs = new JsonMapper().readTree(run("conform", "--list", "--tag", "many-*", "--json").out);
        assertEquals(1, programs.get("schemaVersion").asInt());
        assertTrue(programs.get("scripts").size() > 2);
        programs.get("scripts").forEach(script -> assertTrue(script.get("tags").toString().contains("many-clients")));
    }

    @Test
    void aServerThatConformsIsTold(@TempDir Path folder) throws IOException {
        try (ServerSocket server = echo(false)) {
            Outcome outcome = conform(server, "--report-html", folder.resolve("a.html").toString(), "--report-junit",
                    folder.resolve("a.xml").toString(), "--report-tap", folder.resolve("a.tap").toString(),
                    "--report-json",
                    folder.resolve("a.json").toString());
            assertEquals(0, outcome.exit, outcome.out + outcome.err);
            assertTrue(outcome.out.contains(SCRIPT + "  ✓"), outcome.out);
        }
        assertTrue(Files.readString(folder.resolve("a.html")).contains("It conforms."));
        assertTrue(Files.readString(folder.resolve("a.xml")).contains("failures=\"0\""));
        assertTrue(Files.readString(folder.resolve("a.tap")).startsWith("TAP version 13\n"));
        JsonNode json = new JsonMapper().readTree(Files.readString(folder.resolve("a.json")));
        assertTrue(json.get("targets").get(0).get("results").get(0).has("conversation"));
    }

    @Test
    void aServerThatDoesNotIsExplained() throws IOException {
        try (ServerSocket server = echo(true)) {
            Outcome outcome = conform(server);
            assertEquals(1, outcome.exit);
            assertTrue(
                    outcome.out.replaceAll("\\s+", " ")
                            .contains(" sent back other bytes than it was sent, in " + SCRIPT),
                    outcome.out);
            assertTrue(outcome.out.contains("\nFAIL  " + SCRIPT), outcome.out);
            assertTrue(outcome.out.contains("docs/protocol.md, 9.1: Every byte that arrives is sent back"),
                    outcome.out);
        }
    }

    @Test
    void aReportOnStandardOutputStandsThereAlone() throws IOException {
        try (ServerSocket server = echo(false)) {
            assertTrue(conform(server, "--report-tap", "-").out.startsWith("TAP version 13\n1..2\n"));
            assertTrue(conform(server, "--json").out.startsWith("{"));
        }
    }

    @Test
    void aProtocolThatIsNotThereIsToldWithThoseThatAre() {
        assertTrue(Catalogue.protocols().containsAll(List.of("echo", "http", "mine", "queue")));
        assertEquals("There is no protocol 'pop'; there is " + String.join(", ", Catalogue.protocols()) + ".",
                run("conform", "--protocol", "pop").err.lines().findFirst().orElse(""));
    }

    @Test
    void aServerThatIsNotThereIsInEveryReportAndOthersAreTried(@TempDir Path folder) throws IOException {
        try (Socket taken = new Socket(); ServerSocket server = echo(false)) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String nobody = "127.0.0.1:" + taken.getLocalPort();
            Outcome outcome = conform(server, "--target", nobody, "--wait", "0", "--skip", "echo/comes-back",
                    "--only", "echo/no-line-end-needed", "--report-junit", folder.resolve("a.xml").toString(),
                    "--report-tap", folder.resolve("a.tap").toString(), "--report-html",
                    folder.resolve("a.html").toString(), "--report-json", folder.resolve("a.json").toString());
            assertEquals(1, outcome.exit, outcome.out + outcome.err);
            assertTrue(outcome.out.contains("PROBLEM  " + nobody + ": Nobody listens at "), outcome.out);
            assertTrue(outcome.out.contains("echo/no-line-end-needed  ✓"), outcome.out);
            String xml = Files.readString(folder.resolve("a.xml"));
            assertTrue(xml.contains("<error message=\"Nobody listens at " + nobody), xml);
            assertTrue(xml.contains("<testsuites name=\"conformance\" tests=\"6\" failures=\"0\" errors=\"1\""), xml);
            assertTrue(xml.contains("<skipped message=\"not run: it was to be skipped, by 'echo/comes-back'\"/>"), xml);
            assertTrue(Files.readString(folder.resolve("a.tap")).contains("not ok "));
            assertTrue(Files.readString(folder.resolve("a.html")).contains("Nobody listens at " + nobody));
            JsonNode json = new JsonMapper().readTree(Files.readString(folder.resolve("a.json")));
            assertEquals(2, json.get("targets").size());
            assertFalse(json.get("passed").asBoolean());
        }
    }

    @Test
    void nobodyIsWaitedForLongerThanWasSaid() throws IOException {
        // Its port is taken, so that nobody else can listen there, but it doesn't listen itself.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "127.0.0.1:" + taken.getLocalPort();
            Outcome outcome = run("conform", "--target", address, "--wait", "0.1");
            assertEquals(1, outcome.exit);
            assertTrue(outcome.err.startsWith("Nobody listens at " + address + " ("), outcome.err);
            assertFalse(outcome.err.contains("\tat "), outcome.err);
        }
    }
}
