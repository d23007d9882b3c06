package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {

    @Test
    void sendsAllRequestsAtOnceAndExpectsAllReplies() {
        Turn turn = new Turn(List.of(new Exchange("one?", "1"), new Exchange("two?", "22")));
        assertEquals("one?two?", text(turn.request()));
        assertEquals("122", text(turn.replies()));
        assertEquals(2, turn.exchanges());
    }

    @Test
    void knowsHowManyRepliesAreWhole() {
        Turn turn = new Turn(List.of(new Exchange("?", "abc"), new Exchange("?", "de"), new Exchange("?", "f")));
        int[] whole = {0, 0, 0, 1, 1, 2, 3};
        for (int bytes = 0; bytes < whole.length; bytes++) {
            turn.replies().position(bytes);
            assertEquals(whole[bytes], turn.answered(0));
        }
    }

    @Test
    void putsTheNumberOfTheRoundIntoRequestAndReply() {
        Turn turn = new Turn(List.of(new Exchange("<########>", "########."), new Exchange("x", "################")));
        turn.stamp(0x1234abcdL);
        assertEquals("<1234abcd>x", text(turn.request()));
        assertEquals("1234abcd.1234abcd1234abcd", text(turn.replies()));
        turn.request().position(3);
        turn.stamp(0xf00000001L);
        assertEquals("<00000001>x", text(turn.request()));
    }

    @Test
    void keepsBytesThatAreNotText() {
        Turn turn = new Turn(List.of(new Exchange("\u00ff\u0000", "\u0080")));
        assertEquals("\u00ff\u0000", text(turn.request()));
        assertEquals("\u0080", text(turn.replies()));
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
