package dev.refservers.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a session owes, in order, until the driver takes them.
 *
 * <p>
 * Small pieces are copied into one array, which is kept between requests only while it is small. A large array may be
 * owed by reference, so that a value of megabytes is never held twice.
 */
public final class Output {

    /** The size of the array that an idle connection may keep, in bytes. */
    static final int RETAINED_BYTES = 256;

    /** From this size on, in bytes, a value is owed by reference. */
    public static final int REFERENCE_BYTES = 16 << 10;

    /** From this size on, in bytes, what is owed stays where it is: more goes to another array of this size. */
    static final int CHUNK_BYTES = 256 << 10;

    private static final byte[] NO_BYTES = {};
    private static final ByteBuffer NONE = ByteBuffer.wrap(NO_BYTES);

    /** From its position up to {@code end}: the youngest bytes owed; a view of {@code array}. */
    private ByteBuffer tail = NONE;
    private byte[] array = NO_BYTES;
    private int end;

    /** What is owed before {@code tail}; null while there is nothing. */
    private @Nullable ArrayDeque<ByteBuffer> head;

    /** Owes one byte. */
    public void put(byte b) {
        room(1);
        array[end++] = b;
    }

    /** Owes these bytes, which are copied. */
    public void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    /** Owes {@code length} of these bytes from {@code offset} on, which are copied. */
    public void put(byte[] bytes, int offset, int length) {
        room(length);
        System.arraycopy(bytes, offset, array, end, length);
        end += length;
    }

    /** Owes all that remains of {@code bytes}, which is copied and taken. */
    public void put(ByteBuffer bytes) {
        int length = bytes.remaining();
        room(length);
        bytes.get(array, end, length);
        end += length;
    }

    /** Owes {@code length} bytes of {@code bytes} from index {@code offset} on, which are copied, not taken. */
    public void put(ByteBuffer bytes, int offset, int length) {
        room(length);
        bytes.get(offset, array, end, length);
        end += length;
    }

    /** Owes these characters, each as one byte: ISO 8859-1. */
    public void put(String characters) {
        int length = characters.length();
        room(length);
        for (int i = 0; i < length; i++) {
            array[end++] = (byte) characters.charAt(i);
        }
    }

    /** Owes {@code number} in decimal digits. */
    public void putDecimal(long number) {
        if (number < 0) {
            // The text of Long.MIN_VALUE has no positive twin.
            put(Long.toString(number));
            return;
        }
        int digits = 1;
        for (long n = number; n >= 10; n /= 10) {
            digits++;
        }
        room(digits);
        long rest = number;
        for (int i = end + digits - 1; i >= end; i--) {
            array[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        end += digits;
    }

    /** Owes these bytes, by reference where they are many: they must never change afterwards. */
    public void putShared(byte[] bytes) {
        if (bytes.length < REFERENCE_BYTES) {
            put(bytes);
            return;
        }
        ArrayDeque<ByteBuffer> segments = head;
        if (segments == null) {
            segments = new ArrayDeque<>();
            head = segments;
        }
        if (tail.position() < end) {
            segments.add(tail.limit(end));
        }
        segments.add(ByteBuffer.wrap(bytes));
        forgetTail();
    }

    /** Leaves what the array owes where it is: to be copied, it would be held twice. */
    private void beginChunk(int length) {
        ArrayDeque<ByteBuffer> segments = head;
        if (segments == null) {
            segments = new ArrayDeque<>();
            head = segments;
        }
        segments.add(tail.limit(end));
        array = new byte[Math.max(length, CHUNK_BYTES)];
        tail = ByteBuffer.wrap(array);
        end = 0;
    }

    /** Owes what {@code other} owes, which then owes nothing. */
    public void append(Output other) {
        ArrayDeque<ByteBuffer> segments = other.head;
        if (segments != null) {
            ArrayDeque<ByteBuffer> mine = head;
            if (mine == null) {
                mine = new ArrayDeque<>();
                head = mine;
            }
            if (tail.position() < end) {
                mine.add(tail.limit(end));
            }
            mine.addAll(segments);
            forgetTail();
            other.head = null;
        }
        put(other.tail.limit(other.end));
        other.forgetTail();
    }

    /** Bytes owed. */
    public long size() {
        long size = (long) end - tail.position();
        if (head != null) {
            for (ByteBuffer segment : head) {
                size += segment.remaining();
            }
        }
        return size;
    }

    /** Whether nothing is owed. Then nothing is held any more but an array of {@link #RETAINED_BYTES} at most. */
    public boolean isEmpty() {
        if (tail.position() != end || (head != null && size() > 0)) {
            return false;
        }
        head = null;
        forgetTaken();
        return true;
    }

    /** Bytes held, owed or not. */
    public long heldBytes() {
        long held = array.length;
        if (head != null) {
            for (ByteBuffer segment : head) {
                held += segment.capacity();
            }
        }
        return held;
    }

    /** The first bytes owed; moving the position takes them. Empty only if nothing is owed. */
    public ByteBuffer first() {
        ArrayDeque<ByteBuffer> segments = head;
        while (segments != null) {
            ByteBuffer segment = segments.peek();
            if (segment == null) {
                head = null;
                break;
            }
            if (segment.hasRemaining()) {
                return segment;
            }
            segments.remove();
        }
        if (tail.position() == end) {
            forgetTaken();
        }
        return tail.limit(end);
    }

    /** Drops all that is owed. */
    public void clear() {
        head = null;
        forgetTail();
    }

    private void forgetTaken() {
        if (array.length > RETAINED_BYTES) {
            forgetTail();
        } else {
            // The driver may still look at this buffer: nothing must remain in it.
            tail.limit(0);
            end = 0;
        }
    }

    private void forgetTail() {
        tail = NONE;
        array = NO_BYTES;
        end = 0;
    }

    /** Makes room in {@code array} for {@code length} bytes behind {@code end}. */
    private void room(int length) {
        int start = tail.position();
        if (start == end && start > 0) {
            end = 0;
            tail.position(0);
            start = 0;
        }
        if (array.length - end >= length) {
            return;
        }
        int owed = end - start;
        int needed = Math.addExact(owed, length);
        if (needed <= array.length && start >= array.length / 2) {
            System.arraycopy(array, start, array, 0, owed);
            tail.position(0);
        } else if (owed >= CHUNK_BYTES) {
            beginChunk(length);
            return;
        } else {
            int grown = Math.max(needed, Math.max(RETAINED_BYTES, (int) Math.min(2L * owed, Integer.MAX_VALUE - 16)));
            byte[] larger = new byte[grown];
            System.arraycopy(array, start, larger, 0, owed);
            array = larger;
            tail = ByteBuffer.wrap(larger);
        }
        end = owed;
    }
}
