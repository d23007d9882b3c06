package dev.refservers.comparison.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a client says in one write, and all that it must hear before it speaks again. Used by one thread. */
final class Turn {

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer request;
    private final ByteBuffer replies;
    private final int[] replyEnds;
    private final int[] requestStamps;
    private final int[] replyStamps;

    /** Encodes these exchanges: all requests, then all replies. */
    Turn(List<Exchange> exchanges) {
        StringBuilder requestText = new StringBuilder();
        StringBuilder replyText = new StringBuilder();
        replyEnds = new int[exchanges.size()];
        for (int i = 0; i < replyEnds.length; i++) {
            requestText.append(exchanges.get(i).request());
            replyText.append(exchanges.get(i).reply());
            replyEnds[i] = replyText.length();
        }
        request = direct(requestText);
        replies = direct(replyText);
        requestStamps = stamps(requestText);
        replyStamps = stamps(replyText);
    }

    /** Puts the number of the round where it belongs; both buffers are then at their start. */
    void stamp(long number) {
        stamp(request, requestStamps, number);
        stamp(replies, replyStamps, number);
    }

    /** The bytes to send; their position moves as they are sent. */
    ByteBuffer request() {
        return request;
    }

    /** The bytes that must come; their position moves as they come. */
    ByteBuffer replies() {
        return replies;
    }

    int exchanges() {
        return replyEnds.length;
    }

    /** How many replies are whole, once {@code answered} are known to be. */
    int answered(int answered) {
        int whole = answered;
        while (whole < replyEnds.length && replyEnds[whole] <= replies.position()) {
            whole++;
        }
        return whole;
    }

    /** Whether more has come than so many replies. */
    boolean torn(int answered) {
        return replies.position() > (answered == 0 ? 0 : replyEnds[answered - 1]);
    }

    private static void stamp(ByteBuffer buffer, int[] stamps, long number) {
        buffer.clear();
        for (int at : stamps) {
            for (int digit = 0; digit < Exchange.STAMP.length(); digit++) {
                buffer.put(at + digit, DIGITS[(int) (number >>> (28 - 4 * digit)) & 15]);
            }
        }
    }

    private static ByteBuffer direct(StringBuilder text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static int[] stamps(StringBuilder text) {
        int[] stamps = new int[text.length() / Exchange.STAMP.length()];
        int count = 0;
        for (int at = text.indexOf(Exchange.STAMP); at >= 0; at = text.indexOf(Exchange.STAMP, at + 1)) {
            stamps[count++] = at;
            at += Exchange.STAMP.length() - 1;
        }
        return Arrays.copyOf(stamps, count);
    }
}
