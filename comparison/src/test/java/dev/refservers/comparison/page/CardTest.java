package dev.refservers.comparison.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Programs;
import dev.refservers.server.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
            int lines = SourceLines.count(home, card.sources()).orElseThrow();
            assertTrue(lines > 100 && lines < 2_000, card.name() + ": " + lines);
        }
    }

    @Test
    void readsFieldsAndKeepsThePictureAsItIsDrawn() {
        Card card = Card.parse("""
                # A comment: of no card.

                == one
                sources: a-server a
                blocks: Nobody.
                choose: Always.
                avoid: Never.

                  thread ─┬▶ ●
                          └▶ ●
                """).get("one");
        assertEquals(new Card("one", List.of("a-server/src/main/java/dev/refservers/a"), "Nobody.", "Always.", "Never.",
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
