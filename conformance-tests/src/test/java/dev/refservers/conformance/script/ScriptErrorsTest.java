package dev.refservers.conformance.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a script is told with its line, and with what would be right. */
final class ScriptErrorsTest {

    private static final String HEADER = "id: group/name\ntitle: A title.\nspec: 1.1\n";

    private static ScriptSyntaxException error(String text) {
        return assertThrows(ScriptSyntaxException.class, () -> ScriptParser.parse(
                new Source("x.talk", URI.create("file:/x.talk"), Stream.of(text.split("\n", -1)).toList())));
    }

    private static void tells(String text, int line, String part) {
        ScriptSyntaxException error = error(text);
        assertEquals("x.talk", error.file());
        assertEquals(line, error.line(), () -> "line of: " + error.getMessage());
        assertTrue(String.valueOf(error.getMessage()).startsWith("x.talk:" + line + ": "), error::getMessage);
        assertTrue(String.valueOf(error.getMessage()).contains(part), error::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "nonsense: 1          ~ 'nonsense' is no key of a header; there is id, title, spec, protocol",
        "tags                 ~ 'tags' has no colon",
        "tags:                ~ 'tags' has no value",
        "spec: 1.2            ~ 'spec' is told twice",
        "protocol: redis      ~ 'redis' is no protocol; there is echo, http, queue",
        "level: maybe         ~ 'maybe' is no level; there is must, should, may, info",
        "needs: wings         ~ 'wings' is no capability; there is concurrent-clients, many-connections",
        "shows-lack-of: wings ~ 'wings' is no capability",
        "settings: speed = 1  ~ 'speed' is no setting; there is backlog, grace-millis",
        "settings: backlog    ~ 'backlog' is no assignment; it is name = value",
        "settings: backlog = x ~ 'backlog' must have one whole number",
        "settings: backlog = 1 2 ~ 'backlog' must have one whole number",
        "with: n =            ~ 'n =' is no assignment",
        "limit: 3             ~ the limit is '3', but must be a number with its unit, as 300ms",
        "limit: 3s 4s         ~ '4s' is too much",
    })
    void aHeaderIsWrong(String line, String part) {
        tells(HEADER + line + "\n\na> PING", 4, part);
    }

    @Test
    void aHeaderLacksSomething() {
        tells("title: T.\nspec: 1.1\n\na> PING", 1, "the header has no 'id: '");
        tells("id: a/b\nspec: 1.1\n\na> PING", 1, "the header has no 'title: '");
        tells("id: a/b\ntitle: T.\n\na> PING", 1, "the header has no 'spec: '");
        tells("id: Group\ntitle: T.\nspec: 1.1\n\na> PING", 1, "the id is 'Group', but must be lower-case words");
        tells("id: a/b\ntitle: T.\nspec: blocking\n\na> PING", 3, "'blocking' is no rule of the protocol");
    }

    @Test
    void nothingIsSaid() {
        tells(HEADER, 4, "nothing is said");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "hello                ~ 'hello' begins no line; there is client> word…",
        "A> PING              ~ 'A>' begins no line",
        "a>                   ~ the command is missing",
        "a>>                  ~ the bytes are missing",
        "a>> PING             ~ 'PING' is no string: bytes stand in double quotes",
        "a> \"abc             ~ the string that begins with \"abc has no closing quote",
        "a> \"\\q\"           ~ \\q means nothing; there is \\r \\n",
        "a> \"\\x4\"          ~ \\x4\" is no byte: \\x needs two hexadecimal digits",
        "a> \"x\" * y         ~ how often the string is said is 'y', but must be a whole number",
        "a> ECHO {i}          ~ {i} has no value here; no variable has. Loops give {i}",
        "a<                   ~ what must come is missing: a reply (+text",
        "a< PONG              ~ 'PONG' is no reply; there is +text",
        "a< :x                ~ the number is 'x', but must be a whole number",
        "a< :1 :2             ~ ':2' is too much: a line tells one thing",
        "a< [ :1              ~ the array has no ]",
        "a< [ ... :1 ]        ~ nothing but ] may follow ... in the array",
        "a< %{ :1 }           ~ '}' is no reply",
        "a< %{ :1             ~ the map has no }",
        "a< %[ :1             ~ the map has no ]",
        "a< [ :?id ]          ~ :?id keeps a whole reply, not a part of one",
        "a< verbatim x        ~ a text in quotes is missing before 'x'",
        "a< silence           ~ how long it lasts is missing",
        "a< silence long      ~ how long it lasts is 'long', but must be a number with its unit",
        "a< closed now        ~ 'now' is too much",
        "a| +OK               ~ 'a|' must stand under a line 'a<'",
        "a|| +OK              ~ 'a||' must stand under a line 'a<'",
        "a!                   ~ what the client does is missing",
        "a! jump              ~ 'jump' is nothing that a client can do; there is connect",
        "a! close now         ~ 'now' is too much",
        "a! drip              ~ how many bytes a piece has is missing",
        "a! drip 1 fast       ~ the pause is 'fast', but must be a number with its unit",
        "c*> PING             ~ no group is called 'c'; a line clients c 10 makes one",
        "clients              ~ the group's name is missing",
        "clients c            ~ how many clients the group has is missing",
        "clients c1 3         ~ 'c1' is no name of a group",
        "clients server 3     ~ 'server' is no name of a group",
        "each c               ~ no group is called 'c'",
        "repeat               ~ how often it is repeated is missing",
        "repeat 3 times       ~ 'times' is too much",
        "repeat 3             ~ 'repeat' has no end",
        "end                  ~ there is nothing to end: end closes repeat and each",
        "await dinner 2       ~ 'dinner 2' cannot be awaited; there is: await blocked n",
        "sleep                ~ how long it sleeps is missing",
        "server! explode      ~ 'explode' cannot be done to a server; there is pause, continue",
        "server> PING         ~ a line about the server is server! pause",
        "server< +OK          ~ a line about the server is server! pause",
    })
    void aLineIsWrong(String line, String part) {
        tells(HEADER + "\n" + line, 5, part);
    }

    @Test
    void whatIsWrongDependsOnTheLinesAbove() {
        tells(HEADER + "\nclients c 2\nc> PING", 6, "'c' is a group: write c* for every member, c1 for the first");
        tells(HEADER + "\nclients c 2\nclients c 2", 6, "the group 'c' is there already");
        tells(HEADER + "\nclients c 2\neach c\nc> PING", 6, "'each c' has no end");
        tells(HEADER + "\nrepeat 2\nend", 5, "'repeat' has no lines");
        tells(HEADER + "\na< +OK\nb| +OK", 6, "'b|' must stand under a line 'b<'");
        tells(HEADER + "\na<< \"x\"\na| +OK", 6, "must stand under a line");
        tells(HEADER + "\nrepeat 2\na> ECHO {i}\nend\na> ECHO {i}", 8, "{i} has no value here");
        tells(HEADER + "\nrepeat 2\na> ECHO {me}\nend", 6, "{me} has no value here; [i] have");
        tells(HEADER + "\na> CLIENT ID\na> ECHO {id}\na< :?id", 6, "{id} has no value here");
    }

    @Test
    void aProtocolHasNotEveryLine() {
        String echo = HEADER + "protocol: echo\n\n";
        tells(echo + "a> PING", 6, "a command is for the protocol queue only, and this script speaks echo");
        tells(echo + "a< +PONG", 6, "'+PONG' cannot come: with echo it is silence 300ms");
        tells(echo + "await blocked 1", 6, "await blocked is for the protocol queue only");
        String http = HEADER + "protocol: http\n\n";
        tells(http + "a< +OK", 6, "'+OK' cannot come: a status, as 200");
        tells(http + "a< 200 what", 6, "'what' means nothing behind a status");
        tells(http + "a< 200 Name: x", 6, "a text in quotes is missing before 'x'");
        tells(http + "a< 200 no", 6, "the name of the header field is missing");
    }

    @Test
    void aFileThatIsNoScriptIsAmongTheOthersWithItsProblem(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
            throws Exception {
        java.nio.file.Path group = java.nio.file.Files.createDirectory(folder.resolve("group"));
        List<String> good = List.of((HEADER + "\na> PING").split("\n", -1));
        java.nio.file.Files.write(group.resolve("good.talk"), good);
        java.nio.file.Files.write(group.resolve("same.talk"), good);
        java.nio.file.Files.writeString(group.resolve("bad.talk"), HEADER + "protocol: echo\n\na<< nonsense\n");
        java.nio.file.Files.write(folder.resolve("no-text.talk"), new byte[]{(byte) 0xff, '\n'});
        List<Script> scripts = Scripts.asFarAsReadable(folder);
        assertEquals(List.of("group/bad", "group/name", "group/same", "scripts/no-text"),
                scripts.stream().map(Script::id).toList());
        assertEquals(List.of("group/bad.talk:6: 'nonsense' is no string: bytes stand in double quotes", "",
                "group/same.talk:1: the id group/name is taken by group/good.talk",
                "no-text.talk:1: the file is no text in UTF-8"),
                scripts.stream().map(script -> script.problem().orElse("")).toList());
        assertEquals("echo", scripts.getFirst().protocol());
    }

    /** Whatever stands in a line, it is told by file and line, and never by another exception. */
    @Test
    void noLineIsWorseThanWrong() {
        java.util.Random random = new java.util.Random(1);
        String odd = "\"'\\{}[]%*:<>|!-+.#\u0000\u20ac 9999999999999999999 x";
        List<Script> bundled = Scripts.bundled();
        for (int i = 0; i < 20_000; i++) {
            Source source = bundled.get(random.nextInt(bundled.size())).source();
            List<String> lines = new java.util.ArrayList<>(source.lines());
            int line = random.nextInt(lines.size());
            int at = random.nextInt(lines.get(line).length() + 1);
            int from = random.nextInt(odd.length());
            lines.set(line, lines.get(line).substring(0, at)
                    + odd.substring(from, from + random.nextInt(odd.length() - from + 1))
                    + lines.get(line).substring(random.nextBoolean() ? at : lines.get(line).length()));
            try {
                ScriptParser.parse(new Source(source.name(), source.uri(), lines));
            } catch (ScriptSyntaxException told) {
                assertTrue(String.valueOf(told.getMessage()).startsWith(source.name() + ":" + told.line() + ": "),
                        told.getMessage());
            } catch (RuntimeException worse) {
                throw new AssertionError(String.join("\n", lines), worse);
            }
        }
    }

    @Test
    void twoScriptsHaveTheSameId(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws Exception {
        List<String> lines = List.of((HEADER + "\na> PING").split("\n", -1));
        java.nio.file.Files.write(folder.resolve("one.talk"), lines);
        java.nio.file.Files.write(folder.resolve("two.talk"), lines);
        ScriptSyntaxException error = assertThrows(ScriptSyntaxException.class, () -> Scripts.in(folder));
        assertEquals("two.talk:1: the id group/name is taken by one.talk", error.getMessage());
    }
}
