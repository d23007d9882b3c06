package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, abd, 1", "abc, ab, 1", "abc, abcd, 1", "abc, acb, 1", "blokcing, blocking, 1",
        "kitten, sitting, 3", "'', abc, 3"})
    void slipsAreCounted(String one, String other, int slips) {
        assertEquals(slips, Spelling.distance(one, other));
        assertEquals(slips, Spelling.distance(other, one));
    }
}
