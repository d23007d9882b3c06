package dev.refservers.conformance.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SelectionTest {

    private static final List<Script> ALL = Scripts.bundled();

    private static long count(Selection selection) {
        return ALL.stream().filter(selection::includes).count();
    }

    private static Script script(String id) {
        return ALL.stream().filter(script -> script.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void everythingIsEverything() {
        assertEquals(ALL.size(), count(Selection.ALL));
    }

    @Test
    void aPatternWithoutAStarIsABeginning() {
        Selection chains = Selection.ALL.only("blocking/chain");
        assertTrue(chains.includes(script("blocking/chain-of-moves")));
        assertFalse(chains.includes(script("queue/del")));
    }

    @Test
    void aStarStandsForAnything() {
        Selection moves = Selection.ALL.only("*/lmove*", "commands/*o");
        assertTrue(moves.includes(script("queue/lmove-errors")));
        assertTrue(moves.includes(script("commands/echo")));
        assertFalse(moves.includes(script("commands/ping")));
        assertFalse(Selection.ALL.only("lmove*").includes(script("queue/lmove")));
    }

    @Test
    void whatIsSkippedIsOutWhateverElseIsSaid() {
        assertFalse(Selection.ALL.only("queue").skip("queue/del").includes(script("queue/del")));
    }

    @Test
    void tagsAndProtocolsChooseToo() {
        assertTrue(Selection.ALL.tagged("bug", "nonsense").includes(script("blocking/chain-of-moves")));
        assertFalse(Selection.ALL.tagged("bug").includes(script("queue/del")));
        assertTrue(Selection.ALL.speaking("echo").includes(script("echo/any-bytes")));
        assertFalse(Selection.ALL.speaking("echo").includes(script("queue/del")));
    }
}
