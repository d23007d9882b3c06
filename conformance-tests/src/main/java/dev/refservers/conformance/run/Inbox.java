package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that a client has received and no line of the script has read. Idle ones hold no memory. */
final class Inbox {

    private static final byte[] NONE = new byte[0];

    private final Budget budget;
    private byte[] array = NONE;
    private int start;
    private int end;

    Inbox(Budget budget) {
        this.budget = budget;
    }

    void put(ByteBuffer bytes) {
        int length = bytes.remaining();
        budget.take(length);
        if (array.length - end < length) {
            int unread = end - start;
            byte[] target = unread + length <= array.length
                    ? array
                    : new byte[Math.max(unread + length, 2 * unread)];
            System.arraycopy(array, start, target, 0, unread);
            array = target;
            start = 0;
            end = unread;
        }
        bytes.get(array, end, length);
        end += length;
    }

    /** How many bytes are unread. */
    int size() {
        return end - start;
    }

    /** The unread byte at this place. */
    byte at(int index) {
        return array[start + index];
    }

    /** A copy of unread bytes. */
    Bytes slice(int from, int to) {
        return Bytes.of(array, start + from, to - from);
    }

    /** A copy of the first unread bytes, at most so many. */
    Bytes first(int most) {
        return slice(0, Math.min(most, size()));
    }

    /** Where the next {@code CR LF} begins, from this place on; -1 if there is none. */
    int indexOfLineEnd(int from) {
        for (int i = start + from; i + 1 < end; i++) {
            if (array[i] == '\r' && array[i + 1] == '\n') {
                return i - start;
            }
        }
        return -1;
    }

    /** Where the unread bytes differ from these first; -1 if they begin with them, or are too few to tell. */
    int mismatch(Bytes expected) {
        int compared = Math.min(size(), expected.size());
        return Arrays.mismatch(array, start, start + compared, expected.toArray(), 0, compared);
    }

    /** Marks so many as read. */
    void read(int count) {
        start += count;
        budget.give(count);
        if (start == end) {
            start = 0;
            end = 0;
            array = array.length > 4096 ? NONE : array;
        }
    }
}
