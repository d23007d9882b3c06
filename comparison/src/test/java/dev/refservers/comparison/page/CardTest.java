package dev.refservers.comparison.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Programs;
import dev.refservers.server.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CardTest {

    @Test
    void everyArchitectureHasACardWhoseSourcesAreThere() {
        Map<String, Card> cards = Card.all();
        Path home = Programs.home().orElseThrow();
        for (Architecture architecture : ServiceLoader.load(Architecture.class)) {
            Card card = cards.get(architecture.name());
            assertTrue(card != null, architecture.name() + " has no card in architectures.txt");
            int lines = SourceLines.count(home, card.sources()).orElseThrow()
                    + SourceLines.shared(home, card, cards.values()).orElseThrow();
            assertTrue(lines > 100 && lines < 2_000, card.name() + ": " + lines);
        }
    }

    /** To the nearest ten, so that a change of a line or two needs no other. */
    @Test
    void theReadmeSaysHowManyLinesThereAreToRead() throws IOException {
        Map<String, Card> cards = Card.all();
        Path home = Programs.home().orElseThrow();
        String readme = Files.readString(home.resolve("README.md"));
        List<String> wrong = new ArrayList<>();
        for (Architecture architecture : ServiceLoader.load(Architecture.class)) {
            Card card = Objects.requireNonNull(cards.get(architecture.name()));
            int lines = SourceLines.count(home, card.sources()).orElseThrow()
                    + SourceLines.shared(home, card, cards.values()).orElseThrow();
            System.out.println(card.name() + ": " + lines + " lines");
            OptionalInt told = toldLines(readme, card.name());
            if (told.isEmpty() || Math.abs(told.getAsInt() - lines) > 9) {
                wrong.add(card.name() + " has " + lines + " lines, and README.md says " + told);
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** What the row says in which the name stands, alone or as one of several. */
    private static OptionalInt toldLines(String readme, String name) {
        for (String row : readme.lines().filter(line -> line.startsWith("| ")).toList()) {
            List<String> cells = Stream.of(row.split("\\|", -1)).map(String::strip).toList();
            List<String> names = Pattern.compile("`([a-z0-9-]+)`").matcher(cells.get(1)).results()
                    .map(found -> found.group(1)).toList();
            Optional<String> numbers = cells.stream().filter(cell -> cell.matches("[0-9][0-9, ]*")).findFirst();
            if (names.contains(name) && numbers.isPresent()) {
                return OptionalInt.of(Integer.parseInt(
                        numbers.get().split(", ", -1)[names.indexOf(name)].replace(",", "")));
            }
        }
        return OptionalInt.empty();
    }

    @Test
    void whatIsSharedIsCountedAlikeForAllWhoShareIt() {
        Map<String, Card> cards = Card.all();
        Path home = Programs.home().orElseThrow();
        Card epoll = Objects.requireNonNull(cards.get("epoll"));
        Card edge = Objects.requireNonNull(cards.get("epoll-edge"));
        assertEquals(SourceLines.shared(home, epoll, cards.values()), SourceLines.shared(home, edge, cards.values()));
        String words = SourceLines.words(home, edge, cards.values()).orElseThrow();
        assertTrue(words.matches("\\d+ lines of its own, \\d+ shared with epoll"), words);
        String alone = SourceLines.words(home, Objects.requireNonNull(cards.get("polling")), cards.values())
                .orElseThrow();
        assertTrue(alone.matches("\\d+ lines"), alone);
    }

    @Test
    void readsFieldsAndKeepsThePictureAsItIsDrawn() {
        Card card = Card.parse("""
                # A comment: of no card.

                == one
                sources: a-server a
                shares: b-server b/c
                blocks: Nobody.
                choose: Always.
                avoid: Never.

                  thread ─┬▶ ●
                          └▶ ●
                """).get("one");
        assertEquals(new Card("one", List.of("a-server/src/main/java/dev/refservers/a"),
                "b-server/src/main/java/dev/refservers/b/c", "Nobody.", "Always.", "Never.",
                "thread ─┬▶ ●\n        └▶ ●"), card);
    }

    @Test
    void countsWhatIsNeitherBlankNorCommentNorImport() {
        assertEquals(3, SourceLines.inFile("""
                package a;

                import b;

                /** A comment. */
                /*
                 * Another.
                 */
                class A { // with a remark
                    // One more.
                    int a;
                }
                """.lines().toList()));
        assertEquals(OptionalInt.empty(), SourceLines.count(Path.of("/no/such/checkout"), List.of("a")));
    }
}
