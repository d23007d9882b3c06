package dev.refservers.forking;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyScannerTest {

    private static final String NEXT = "+next\r\n";

    private final ReplyScanner scanner = new ReplyScanner();

    @ParameterizedTest
    @ValueSource(strings = {"+OK\r\n", "+\r\n", "-ERR no\r\n", ":0\r\n", ":-12\r\n", "_\r\n", "#t\r\n", ",-1.5e3\r\n",
        "(3492890328409238509324850943850943825024385\r\n", "$-1\r\n", "$0\r\n\r\n", "$3\r\nfoo\r\n",
        "$9\r\n$1\r\n*2\r\n-\r\n", "=7\r\ntxt:a\nb\r\n", "!5\r\nERR x\r\n", "*-1\r\n", "*0\r\n", "*1\r\n$2\r\n\r\n\r\n",
        "*3\r\n:1\r\n$-1\r\n$12\r\nhello\r\nworld\r\n", "*2\r\n*2\r\n+a\r\n*0\r\n*1\r\n*1\r\n_\r\n",
        "~2\r\n:1\r\n:2\r\n",
        "%0\r\n", "%2\r\n+a\r\n:1\r\n$1\r\nb\r\n*2\r\n:1\r\n:2\r\n", "|1\r\n+ttl\r\n:3600\r\n$3\r\nfoo\r\n",
        ">2\r\n+push\r\n:1\r\n", "*2\r\n%1\r\n+k\r\n~1\r\n#f\r\n+end\r\n"})
    void theEndOfAReplyIsFoundHoweverItIsCut(String reply) {
        ByteBuffer whole = bytes(reply + NEXT);
        scanner.begin();
        scanner.scan(whole);
        assertTrue(scanner.whole());
        assertEquals(reply.length(), whole.position(), "nothing behind the end is looked at");

        for (int at = 1; at < reply.length(); at++) {
            scanner.begin();
            scanner.scan(bytes(reply.substring(0, at)));
            assertFalse(scanner.whole(), "cut at " + at);
            ByteBuffer rest = bytes(reply.substring(at) + NEXT);
            scanner.scan(rest);
            assertTrue(scanner.whole(), "cut at " + at);
            assertEquals(NEXT.length(), rest.remaining(), "cut at " + at);
        }

        scanner.begin();
        for (int at = 0; at < reply.length(); at++) {
            assertFalse(scanner.whole());
            scanner.scan(bytes(reply.substring(at, at + 1)));
        }
        assertTrue(scanner.whole());
    }

    @Test
    void aReplyMayBeLongerThanAnythingThatMemoryHolds() {
        scanner.begin();
        scanner.scan(bytes("*2\r\n$5000000000\r\n"));
        ByteBuffer megabyte = ByteBuffer.allocate(1_000_000);
        for (int i = 0; i < 5000; i++) {
            scanner.scan(megabyte.clear());
        }
        scanner.scan(bytes("\r\n"));
        assertFalse(scanner.whole());
        scanner.scan(bytes(":1\r\n"));
        assertTrue(scanner.whole());
    }

    @Test
    void whatIsNoReplyIsRefused() {
        scanner.begin();
        assertThrows(IllegalArgumentException.class, () -> scanner.scan(bytes("PONG\r\n")));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
