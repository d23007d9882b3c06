package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.server.ProtocolProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {

    private record Outcome(int exit, String out, String err) {}

    @ParameterizedTest
    @ValueSource(strings = {"--help", "list --help", "conform --help", "fuzz --help", "compare --help", "compare -h",
        "new --help"})
    void explainsItselfWhenAsked(String command) {
        Outcome outcome = run(command.split(" ", -1));
        assertEquals(0, outcome.exit);
        assertTrue(outcome.out.startsWith("Usage: ./servers"), outcome.out);
        assertEquals("", outcome.err);
        assertTrue(outcome.out.lines().allMatch(line -> line.length() <= 100), outcome.out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run-fast               | Unmatched argument at index 0: 'run-fast'
            compare nobody         | There is no server 'nobody'; there is
            compare --blocks x     | Invalid value for option '--blocks': 'x' is not an int
            compare --blocks 0     | --blocks is 0, but must be at least 1.
            compare --seconds 0    | --seconds is 0.0, but must be at least 0.1.
            compare --protocol pop | There is no protocol 'pop'; there is
            compare --scenario run | There is no scenario 'run'; there is steady,
            compare --target 7379  | --target is '7379', but must be HOST:PORT.
            compare --target       | Missing required parameter for option '--target' (HOST:PORT)
            conform c-epoll        | c-epoll speaks only echo, without time-outs and limits: no scripts are played
            fuzz nobody            | There is no server 'nobody'; there is
            fuzz --connections 27  | --connections is 27, but must be from 1 to 26.
            fuzz --against redis   | --against is 'redis', but must be HOST:PORT.
            compare --fast         | Unknown option: '--fast'
            new                    | Missing required options and parameters: '--from=MODULE', 'NAME'
            new Mine --from epoll  | The name is 'Mine', but must be of small letters and digits, in groups
            new int --from epoll   | The name is 'int', but that is a word of Java's own
            new mine --from epol   | There is no module 'epol' (did you mean epoll-server?); there is async-server,
            new mine --from uring  | There is no module 'uring': that is an architecture in async-server
            new epoll --from epoll | epoll-server is there already, in
            new uring --from epoll | There is a server called 'uring' already
            new linux --from epoll | The package dev.refservers.linux is taken by shared-linux.
            new mine --from epoll --package a.b | --package needs --standalone
            new mine --from epoll --standalone . | --standalone is
            conform --patience 0   | --patience is 0.0, but must be greater than 0.
            conform --patience=x   | Invalid value for option '--patience': 'x' is not a double
            conform --timeout-scale x | Invalid value for option '--timeout-scale': 'x' is not a double
            conform --script nothing-like-it | --script is 'nothing-like-it', but there is no such script; --list
            conform --only nothing-like-it | --only is 'nothing-like-it', but there is no such script; --list
            list everything        | Unmatched argument at index 1: 'everything'
            conform nobody         | There is no server 'nobody'; there is
            """)
    void saysInOneSentenceWhatIsWrongWithTheUsage(String command, String sentence) {
        Outcome outcome = run(command.split(" ", -1));
        assertEquals(2, outcome.exit);
        assertEquals("", outcome.out);
        assertTrue(outcome.err.startsWith(sentence), outcome.err);
        assertFalse(outcome.err.contains("\tat "), outcome.err);
        assertTrue(outcome.err.stripTrailing().endsWith("--help."), outcome.err);
    }

    @Test
    void asksWhichCommandIsMeant() {
        Outcome outcome = run();
        assertEquals(2, outcome.exit);
        assertEquals("Which command?\nTry ./servers --help.\n", outcome.err);
    }

    @ParameterizedTest
    @CsvSource({"list, 1", "--help, 1", "list --json, 1", "conform --list, 1", "conform --list --json, 1",
        "nothing, 2"})
    void saysThatItsOutputIsLostAndThatIsNoSuccess(String command, int exit) {
        // As Main makes it: a PrintStream takes the failure for itself.
        PrintWriter full = new PrintWriter(new PrintStream(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        }), true, StandardCharsets.UTF_8);
        StringWriter err = new StringWriter();
        assertEquals(exit, Main.run(full, new PrintWriter(err, true), command.split(" ", -1)));
        if (exit == 1) {
            assertEquals("The output could not be written.\n", err.toString());
        } else {
            assertFalse(err.toString().contains("could not be written"), err.toString());
        }
    }

    @Test
    void listsArchitecturesPeersAndProtocols() {
        Outcome outcome = run("list");
        assertEquals(0, outcome.exit);
        for (var architecture : Catalogue.architectures()) {
            assertTrue(outcome.out.contains(architecture.name() + " "), outcome.out);
        }
        for (var peer : Catalogue.peers()) {
            assertTrue(outcome.out.contains("\n" + peer.name() + " "), outcome.out);
        }
        for (var protocol : ServiceLoader.load(ProtocolProvider.class)) {
            assertTrue(outcome.out.contains(protocol.name()), outcome.out);
        }
        assertTrue(outcome.out.lines().allMatch(line -> line.length() <= 100), outcome.out);
        assertFalse(outcome.out.contains("\u001b"));
    }

    @Test
    void listsAsJson() {
        JsonNode listing = new JsonMapper().readTree(run("list", "--json").out);
        assertEquals(Catalogue.architectures().size(), listing.get("architectures").size());
        for (JsonNode architecture : listing.get("architectures")) {
            assertTrue(architecture.get("module").asString().endsWith("-server"), architecture.toString());
            assertTrue(architecture.get("summary").asString().endsWith("."), architecture.toString());
            assertEquals(architecture.get("available").asBoolean(), architecture.get("unavailable").isNull());
        }
        assertEquals(Catalogue.peers().size(), listing.get("peers").size());
        assertTrue(listing.get("protocols").size() >= 3);
    }

    private static Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Outcome(exit, out.toString(), err.toString());
    }
}
