package dev.refservers.conformance.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.script.Step.Alternative;
import dev.refservers.conformance.script.Step.ServerAction;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScriptParserTest {

    private static final String HEADER = "id: group/name\ntitle: A title.\nspec: 1.1\n\n";

    private static List<Script> parseAll(String text) {
        return ScriptParser.parse(new Source("x.talk", URI.create("file:/x.talk"), List.of(text.split("\n", -1))));
    }

    private static Script parse(String text) {
        return parseAll(text).getFirst();
    }

    private static List<Step> steps(String lines) {
        return parse(HEADER + lines).steps();
    }

    private static <S extends Step> S step(Class<S> type, String line) {
        return assertInstanceOf(type, steps(line).getFirst());
    }

    private static Bytes expand(Template template) {
        return template.expand(Variables.NONE);
    }

    @Test
    void aHeaderTellsWhatTheScriptIsAbout() {
        Script script = parse("""
                # A comment.
                id: blocking/first-come
                title: Who comes first is served first.
                spec: 6.2, 6.3
                protocol: queue
                level: should
                tags: bug, slow
                needs: concurrent-clients many-connections
                settings: max-connections = 3, backlog = 7
                limit: 300ms

                a> PING
                """);
        assertEquals("blocking/first-come", script.id());
        assertEquals("Who comes first is served first.", script.title());
        assertEquals(List.of("6.2", "6.3"), script.rules());
        assertEquals("queue", script.protocol());
        assertEquals(Level.SHOULD, script.level());
        assertEquals(Set.of("bug", "slow"), script.tags());
        assertEquals(Set.of(Capability.CONCURRENT_CLIENTS, Capability.MANY_CONNECTIONS), script.needs());
        assertEquals(Map.of("max-connections", "3", "backlog", "7"), script.settings());
        assertEquals(Duration.ofMillis(300), script.limit());
        assertTrue(script.needsOwnServer());
    }

    @Test
    void aShortHeaderLeavesTheRestToDefaults() {
        Script script = parse(HEADER + "a> PING");
        assertEquals("queue", script.protocol());
        assertEquals(Level.MUST, script.level());
        assertEquals(Optional.empty(), script.showsLackOf());
        assertEquals(Script.DEFAULT_LIMIT, script.limit());
        assertFalse(script.needsOwnServer());
    }

    @Test
    void aScriptCanShowALack() {
        assertEquals(Optional.of(Capability.MANY_CONNECTIONS),
                parse("id: a/b\ntitle: T.\nspec: 1.1\nshows-lack-of: many-connections\n\na> PING").showsLackOf());
    }

    @Test
    void valuesToTryWithMakeAScriptEach() {
        List<Script> scripts = parseAll("""
                id: a/b
                title: {n} times {word}.
                spec: 1.1
                with: n = 1 20, word = x y

                repeat {n}
                a> ECHO {word}{i}
                end
                """);
        assertEquals(List.of("a/b[n=1,word=x]", "a/b[n=1,word=y]", "a/b[n=20,word=x]", "a/b[n=20,word=y]"),
                scripts.stream().map(Script::id).toList());
        assertEquals("20 times y.", scripts.getLast().title());
        Step.Repeat repeat = assertInstanceOf(Step.Repeat.class, scripts.getLast().steps().getFirst());
        assertEquals(20, repeat.times().expand(Variables.NONE));
        Step.Send send = assertInstanceOf(Step.Send.class, repeat.steps().getFirst());
        assertEquals(Bytes.of("y7"), send.words().getLast().expand(Variables.NONE.with("i", 7)));
    }

    @Test
    void commandsAreWordsAndQuotedStrings() {
        Step.Send send = step(Step.Send.class, "a> RPUSH k{x}y \"a b\\r\\n\\t\\x00\\\\\\\"\" \"ab\" * 3 ü # comment"
                .replace("{x}", ""));
        assertEquals(List.of(Bytes.of("RPUSH"), Bytes.of("ky"), Bytes.of("a b\r\n\t\0\\\""), Bytes.of("ababab"),
                Bytes.of("Ã¼")), send.words().stream().map(ScriptParserTest::expand).toList());
        assertEquals(new Clients("a", false), send.clients());
        assertEquals(5, send.line());
    }

    @Test
    void bytesAreQuotedStringsOneBehindTheOther() {
        Step.SendBytes send = step(Step.SendBytes.class, "a>> \"PI\" \"NG\" \"\\r\\n\"");
        assertEquals(Bytes.of("PING\r\n"), Template.expand(send.bytes(), Variables.NONE));
        Step.Expect expect = step(Step.Expect.class, "a<< \"x\" * 3");
        assertEquals("\"xxx\"", expect.expected().describe(Variables.NONE));
    }

    @Test
    void aBraceIsEscaped() {
        Step.SendBytes send = step(Step.SendBytes.class, "a>> \"\\{i} {}\"");
        assertEquals(Bytes.of("{i} {}"), Template.expand(send.bytes(), Variables.NONE));
    }

    @Test
    void repliesAreWrittenAsTheyAreShown() {
        for (String reply : List.of("+PONG", "-ERR no such thing", "-ERR...", ":1", ":-1", ":?", ":>5", ":<5",
                "\"bulk\"",
                "\"start\"...", "...\"end\"", "...\"part\"...", "number>0", "number<9", "number7", "nil", "nil*",
                "null",
                "[ ]", "[ \"a\" [ :1 nil ] +x -y ]", "[ \"a\" ... ]", "[ ... ]", "%{ }", "%{ \"k\" :1 ... }", "%[ ]",
                "%[ \"k\" :1 ... ]", "?",
                "verbatim ...\"x\"...", "silence 300ms", "closed", "closed eof", "closed rst", "connecting 20ms",
                "connected", "refused")) {
            Step.Expect expect = step(Step.Expect.class, "a< " + reply + "   # comment");
            assertEquals(reply, expect.expected().describe(Variables.NONE));
        }
    }

    @Test
    void aTextWithASpaceAtItsEndIsQuoted() {
        Step.Expect expect = step(Step.Expect.class, "a< -\"ERR it's \"");
        assertEquals("-ERR it's ", expect.expected().describe(Variables.NONE));
    }

    @Test
    void aResponseOfHttpIsAStatusFieldsAndABody() {
        String http = "id: a/b\ntitle: T.\nspec: 1.1\nprotocol: http\n\n";
        for (String response : List.of("200", "404 no-body",
                "200 Name: \"a\"... Other: \"b\" no Third body ...\"c\"...")) {
            Step.Expect expect = assertInstanceOf(Step.Expect.class,
                    parse(http + "a< " + response).steps().getFirst());
            assertEquals(response, expect.expected().describe(Variables.NONE));
        }
    }

    @Test
    void alternativesBelongToTheLineAbove() {
        Step.Expect expect = step(Step.Expect.class, "a< +OK\na| -ERR...\na|| closed");
        assertEquals(List.of(6, 7), expect.alternatives().stream().map(Alternative::line).toList());
        assertEquals(List.of(false, true), expect.alternatives().stream().map(Alternative::strict).toList());
    }

    @Test
    void clientsAct() {
        Map<String, Action> actions = Map.of("connect", new Action.Connect(), "try-connect", new Action.TryConnect(),
                "close", new Action.Close(), "half-close", new Action.HalfClose(), "reset", new Action.Reset(),
                "stop-reading", new Action.StopReading(), "resume", new Action.Resume(), "kill-worker",
                new Action.KillWorker(), "drip 3 2ms", new Action.Drip(Amount.of(3), Duration.ofMillis(2)),
                "split 4 1s", new Action.Split(Amount.of(4), Duration.ofSeconds(1)));
        actions.forEach((text, action) -> assertEquals(action, step(Step.Act.class, "a! " + text).action()));
        assertInstanceOf(Action.Drip.class, step(Step.Act.class, "a! drip 1").action());
    }

    @Test
    void aGroupActsTogetherOrOneByOne() {
        List<Step> steps = steps("clients c 3\nc*> PING {me} {n}\neach c\nc! close\nend\nc2< closed");
        assertEquals(new Step.Group(5, "c", Amount.of(3)), steps.getFirst());
        assertEquals(new Clients("c", true), assertInstanceOf(Step.Send.class, steps.get(1)).clients());
        Step.Each each = assertInstanceOf(Step.Each.class, steps.get(2));
        assertEquals(new Clients("c", false), assertInstanceOf(Step.Act.class, each.steps().getFirst()).clients());
        assertEquals(new Clients("c2", false), assertInstanceOf(Step.Expect.class, steps.get(3)).clients());
    }

    @Test
    void loopsMayStandInLoops() {
        Step.Repeat outer = step(Step.Repeat.class, "repeat 2\nrepeat {i}\na> ECHO {i}\nend\nend");
        Step.Repeat inner = assertInstanceOf(Step.Repeat.class, outer.steps().getFirst());
        assertEquals(7, inner.times().expand(Variables.NONE.with("i", 7)));
    }

    @Test
    void aNumberThatIsKeptHasAValueFromThereOn() {
        List<Step> steps = steps("a> CLIENT ID\na< :?id\nb> CLIENT UNBLOCK {id}");
        Step.Send send = assertInstanceOf(Step.Send.class, steps.get(2));
        assertEquals(Bytes.of("42"), send.words().getLast().expand(Variables.NONE.with("id", 42)));
    }

    @Test
    void linesAboutTheServer() {
        for (ServerAction action : ServerAction.values()) {
            assertEquals(action,
                    step(Step.ServerAct.class, "server! " + action.name().toLowerCase(java.util.Locale.ROOT)).action());
        }
        assertEquals(new Step.ServerExit(5, 137), step(Step.ServerExit.class, "server< exit 137"));
        assertTrue(parse(HEADER + "repeat 1\nserver! kill\nend").needsOwnServer());
    }

    @Test
    void timePassesInSleepAndAwait() {
        assertEquals(new Step.Sleep(5, Duration.ofNanos(7_000)), step(Step.Sleep.class, "sleep 7us"));
        assertEquals(new Step.AwaitBlocked(5, Amount.of(2)), step(Step.AwaitBlocked.class, "await blocked 2"));
    }
}
