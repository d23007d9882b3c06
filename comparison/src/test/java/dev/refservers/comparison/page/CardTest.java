package dev.refservers.comparison.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Programs;
import dev.refservers.server.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.ServiceLoader;
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
