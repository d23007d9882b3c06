package dev.refservers.conformance.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.ScriptParser;
import dev.refservers.conformance.script.Source;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of the scripts after one that has left a server of no use. */
final class StartedAnewTest {

    private static final Target HANGING = new Target() {
        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public String description() {
            return "Hangs when it is told to.";
        }

        @Override
        public Set<String> protocols() {
            return Set.of("queue");
        }

        @Override
        public Map<Capability, String> lacks() {
            return Map.of();
        }

        @Override
        public Optional<String> cannotStartWith(Map<String, String> settings) {
            return Optional.of("it has no settings");
        }

        @Override
        public RunningServer start(String protocol, Map<String, String> settings) throws IOException {
            return StartedServer.ours("hanging",
                    port -> List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                            System.getProperty("java.class.path"), HangingServer.class.getName(),
                            Integer.toString(port)));
        }
    };

    @Test
    void aScriptThatHangsTheServerCostsTheOthersNothing() {
        TargetResults results = Suite.of(List.of(script("a/hang", "a> HANG\na< silence 100ms"),
                script("b/next", "a> PING\na< +OK"), script("c/after", "a> PING\na< +OK")))
                .run(List.of(HANGING), RunOptions.DEFAULT.withTimeoutScale(0.2), RunListener.NONE).targets()
                .getFirst();
        assertEquals(List.of(Verdict.PASS, Verdict.PASS, Verdict.PASS),
                results.results().stream().map(Result::verdict).toList(),
                () -> results.results().stream().map(Result::reason).toList().toString());
        assertTrue(results.problems().getFirst()
                .startsWith("The hanging server was of no use after a/hang, and was started anew: "),
                results.problems().toString());
        assertEquals(1, results.problems().stream().filter(problem -> problem.contains("anew")).count());
    }

    private static Script script(String id, String lines) {
        String text = "id: " + id + "\ntitle: T.\nspec: 1.1\nlimit: 2s\n\n" + lines;
        return ScriptParser.parse(new Source(id + ".talk", URI.create("file:/x"), List.of(text.split("\n", -1))))
                .getFirst();
    }
}
