package dev.refservers.conformance.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BytesTest {

    @Test
    void bytesAreQuotedAsScriptsWriteThem() {
        assertEquals("\"a \\\"b\\\\\\r\\n\\t\\x00\\xff~\"", Bytes.of("a \"b\\\r\n\t\0\u00ff~").quoted());
    }

    @Test
    void manyBytesAreQuotedFromBothEnds() {
        assertEquals("\"ab\" … \"ij\" (10 bytes)", Bytes.of("abcdefghij").quoted(4));
        assertEquals("\"abcd\"", Bytes.of("abcd").quoted(4));
    }

    @Test
    void aHexDumpHasSixteenBytesOnALine() {
        assertEquals("""
                000020   41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50  |ABCDEFGHIJKLMNOP|
                000030   0d 0a                                             |..|
                """, Bytes.of("ABCDEFGHIJKLMNOP\r\n").hexDump(32));
    }

    @Test
    void partsAreFound() {
        Bytes bytes = Bytes.of("hello");
        assertEquals(2, bytes.indexOf(Bytes.of("ll")));
        assertEquals(-1, bytes.indexOf(Bytes.of("lll")));
        assertTrue(bytes.hasAt(3, Bytes.of("lo")));
        assertFalse(bytes.hasAt(4, Bytes.of("lo")));
        assertFalse(bytes.hasAt(-1, Bytes.of("h")));
        assertEquals(3, bytes.mismatch(Bytes.of("helps")));
        assertEquals(-1, bytes.mismatch(Bytes.of("hello")));
    }

    @Test
    void equalBytesAreEqual() {
        assertEquals(Bytes.of("ab").and(Bytes.of("c")), Bytes.of("abc"));
        assertEquals(Bytes.of("ab").hashCode(), Bytes.of("ab").hashCode());
        assertNotEquals(Bytes.of("ab"), Bytes.of("ba"));
        assertEquals(Bytes.EMPTY, Bytes.of("abc").slice(1, 1));
        assertEquals("\"abc\"", Bytes.of("abc").toString());
    }
}
