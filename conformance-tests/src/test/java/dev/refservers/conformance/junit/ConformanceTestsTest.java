package dev.refservers.conformance.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.ScriptParser;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.script.Source;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.descriptor.UriSource;

/** What JUnit and development environments are told of scripts; no server is started for it. */
final class ConformanceTestsTest {

    /** As somebody writes it, for whatever listens there. */
    private static final class NobodysTests extends ConformanceTests {
        @Override
        protected Target target() {
            return Targets.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), "echo", Map.of());
        }

        @Override
        protected Selection selection() {
            return Selection.ALL.skip("echo/telnet");
        }
    }

    private static Stream<DynamicTest> tests(Stream<? extends DynamicNode> nodes) {
        return nodes.flatMap(node -> switch (node) {
            case DynamicContainer folder -> tests(folder.getChildren());
            case DynamicTest test -> Stream.of(test);
            default -> Stream.empty();
        });
    }

    @Test
    void everyScriptOfTheProtocolIsATestOfItsTitleAndId() {
        List<String> names = tests(new NobodysTests().scripts()).map(DynamicNode::getDisplayName).toList();
        List<String> expected = Suite.bundled().select(Selection.ALL.speaking("echo").skip("echo/telnet")).scripts()
                .stream().map(ConformanceTestsTest::title).toList();
        assertTrue(names.containsAll(expected) && expected.size() > 20, names.toString());
        assertTrue(names.stream().noneMatch(name -> name.contains("echo/telnet")), names.toString());
        assertEquals("The servers started and ended as they must.", names.getLast());
    }

    private static String title(Script script) {
        return script.title() + " (" + script.id() + ")";
    }

    @Test
    void theLinkOfAScriptIsTheFileThatOneEditsAndTheFirstLineOfTheConversation() throws Exception {
        for (Script script : Suite.bundled().scripts()) {
            URI link = ScriptLink.to(script);
            FileSource file = assertInstanceOf(FileSource.class, UriSource.from(link), link.toString());
            int line = file.getPosition().orElseThrow().getLine();
            Path path = file.getFile().toPath();
            assertTrue(path.endsWith(Path.of("src/main/resources/scripts", script.source().name())), path.toString());
            assertEquals(script.source().line(line), Files.readAllLines(path).get(line - 1), script.id());
            assertTrue(line > script.source().lines().indexOf("") && !script.source().line(line).isBlank(),
                    script.id());
        }
    }

    @Test
    void theLinkOfAScriptInAJarIsAResourceOfTheClassPath() {
        Source source = new Source("echo/one.talk",
                URI.create("jar:file:///home/me/.m2/repository/conformance-tests.jar!/scripts/echo/one.talk"),
                List.of("id: echo/one", "title: One.", "spec: 9.1", "protocol: echo", "", "a>> \"x\"", "a<< \"x\""));
        URI link = ScriptLink.to(ScriptParser.parse(source).getFirst());
        assertEquals("classpath:/scripts/echo/one.talk?line=6", link.toString());
        assertEquals(6, ClasspathResourceSource.from(link).getPosition().orElseThrow().getLine());
    }
}
