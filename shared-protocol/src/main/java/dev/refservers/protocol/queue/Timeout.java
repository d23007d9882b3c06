package dev.refservers.protocol.queue;

import dev.refservers.protocol.Session;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a command waits: seconds, as a float as C writes them, rounded up to a millisecond; 0 is for ever.
 *
 * @param waits whether the command waits at all
 * @param nanos 0 means for ever
 * @param error the reply if it is no such number, else null
 */
record Timeout(boolean waits, long nanos, @Nullable String error) {

    /** The command does not wait at all. */
    static final Timeout NONE = new Timeout(false, 0, null);

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d++\\.?+\\d*+|\\.\\d++)([eE][+-]?\\d++)?");
    private static final Pattern HEXADECIMAL = Pattern
            .compile("[+-]?0[xX](\\p{XDigit}++\\.?+\\p{XDigit}*+|\\.\\p{XDigit}++)([pP][+-]?\\d++)?");
    private static final Pattern NOT_ZERO = Pattern.compile("\\+?(0[xX][0.]*[1-9a-fA-F]|[0.]*[1-9])");

    /** As in Redis. All of these digits are looked at once, whatever stands behind them. */
    private static final int LONGEST_TEXT = 5_119;

    /** About 146 years: longer waits overflow. */
    private static final long MAX_MILLIS = (1L << 62) / 1_000_000;

    static Timeout parse(Request request, int i) {
        String text = request.length(i) > LONGEST_TEXT ? "" : request.text(i);
        double seconds;
        if (DECIMAL.matcher(text).matches()) {
            seconds = Double.parseDouble(text);
        } else if (HEXADECIMAL.matcher(text).matches()) {
            seconds = Double.parseDouble(text.indexOf('p') < 0 && text.indexOf('P') < 0 ? text + "p0" : text);
        } else {
            return new Timeout(false, 0, "ERR timeout is not a float or out of range");
        }
        // What is too small for a double is not 0, which would be for ever.
        double millis = seconds == 0 && NOT_ZERO.matcher(text).lookingAt() ? 1 : Math.ceil(seconds * 1_000);
        if (millis < 0) {
            return new Timeout(false, 0, "ERR timeout is negative");
        }
        if (millis > MAX_MILLIS) {
            return new Timeout(false, 0, "ERR timeout is out of range");
        }
        return new Timeout(true, ((long) millis) * 1_000_000, null);
    }

    /** When a wait ends that begins now. */
    long deadline(long now) {
        return nanos == 0 ? Session.NEVER : now + nanos;
    }
}
