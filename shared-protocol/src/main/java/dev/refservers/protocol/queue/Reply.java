package dev.refservers.protocol.queue;

import dev.refservers.protocol.Output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes replies in RESP2 or, after {@code HELLO 3}, RESP3. */
public final class Reply {

    /** What the place of an element in an array takes. */
    private static final int REFERENCE_BYTES = 8;

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] QUEUED = ascii("+QUEUED\r\n");
    private static final byte[] PONG = ascii("+PONG\r\n");
    private static final byte[] NULL = ascii("_\r\n");
    private static final byte[] NIL = ascii("$-1\r\n");
    private static final byte[] NIL_ARRAY = ascii("*-1\r\n");

    /** What the peer takes. */
    private final Output owed;

    /** Where is written: what is owed or, while a long array is not written to its end, what stands behind it. */
    private Output out;

    private boolean resp3;

    /** Long arrays that are still to be written; null until there is one. */
    private @Nullable ArrayDeque<LongArray> unfinished;

    /** The elements of an array that are still to be written, from {@code next} on, and what stands behind them. */
    private static final class LongArray {
        private final byte[][] elements;
        private final Output behind = new Output();

        /** What the elements that are still to be written take. */
        private long bytes;
        private int next;

        LongArray(byte[][] elements, long bytes) {
            this.elements = elements;
            this.bytes = bytes;
        }
    }

    /** Bytes of elements that were copied since there is this client. */
    private long copiedBytes;

    /** What of these was counted already by whoever took them. */
    private long countedBytes;

    Reply(Output out) {
        this.owed = out;
        this.out = out;
    }

    void speakResp3(boolean yes) {
        resp3 = yes;
    }

    boolean speaksResp3() {
        return resp3;
    }

    void ok() {
        out.put(OK);
    }

    void queued() {
        out.put(QUEUED);
    }

    void pong() {
        out.put(PONG);
    }

    void simple(String text) {
        out.put((byte) '+');
        out.put(text);
        out.put(CRLF);
    }

    /** An error, its code first: {@code ERR …}. What would break the line is shown as a space. */
    void error(String text) {
        out.put((byte) '-');
        out.put(text.replace('\r', ' ').replace('\n', ' '));
        out.put(CRLF);
    }

    void integer(long number) {
        header(':', number);
    }

    void bulk(byte[] bytes) {
        header('$', bytes.length);
        copiedBytes += bytes.length < Output.REFERENCE_BYTES ? bytes.length : 0;
        out.putShared(bytes);
        out.put(CRLF);
    }

    void bulk(String text) {
        header('$', text.length());
        out.put(text);
        out.put(CRLF);
    }

    /** Argument {@code i} of the request, as it came. */
    void bulk(Request request, int i) {
        header('$', request.length(i));
        request.copyTo(i, out);
        out.put(CRLF);
    }

    /** A text for people, in lines each of which ends with LF: they are held twice for a moment, and not more often. */
    void verbatim(List<String> lines) {
        int length = 0;
        for (String line : lines) {
            length = Math.addExact(length, line.length() + 1);
        }
        byte[] text = new byte[length];
        int at = 0;
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, text, at, bytes.length);
            at += bytes.length;
            text[at++] = '\n';
        }
        header(resp3 ? '=' : '$', resp3 ? length + 4L : length);
        if (resp3) {
            out.put("txt:");
        }
        out.putShared(text);
        out.put(CRLF);
    }

    /** A text that is meant to be read by people. */
    void verbatim(String text) {
        if (resp3) {
            header('=', text.length() + 4L);
            out.put("txt:");
            out.put(text);
            out.put(CRLF);
        } else {
            bulk(text);
        }
    }

    /** The header of an array; its elements follow. */
    void array(long length) {
        header('*', length);
    }

    /** The header of a map; its keys and values follow. */
    void map(long entries) {
        header(resp3 ? '%' : '*', resp3 ? entries : 2 * entries);
    }

    /** The header of a set; its members follow. */
    void set(long members) {
        header(resp3 ? '~' : '*', members);
    }

    void nil() {
        out.put(resp3 ? NULL : NIL);
    }

    void nilArray() {
        out.put(resp3 ? NULL : NIL_ARRAY);
    }

    /** An array of bulks, written as room is made. */
    void elements(byte[][] all) {
        elements(all, Footprint.taken(all));
    }

    /** Bytes of what is written next were counted already. */
    void counted(long bytes) {
        countedBytes += bytes;
    }

    /** The same, of elements that were counted as so many bytes already. */
    void countedElements(byte[][] all, long counted) {
        elements(all, counted);
        countedBytes += counted;
    }

    private void elements(byte[][] all, long bytes) {
        array(all.length);
        LongArray last = new LongArray(all, bytes);
        ArrayDeque<LongArray> arrays = unfinished;
        if (arrays == null) {
            arrays = new ArrayDeque<>(2);
            unfinished = arrays;
        }
        arrays.add(last);
        out = last.behind;
    }

    /** Bytes of arrays that are not written to their ends, and of what stands behind them. */
    long unfinishedBytes() {
        long bytes = 0;
        if (unfinished != null) {
            for (LongArray array : unfinished) {
                bytes += array.bytes + array.behind.heldBytes();
            }
        }
        return bytes;
    }

    /** Bytes of these that were counted since this was asked last. */
    long countedBytes() {
        long counted = countedBytes;
        countedBytes = 0;
        return counted;
    }

    /** Bytes that are part of a reply, or one, already. */
    public void raw(ByteBuffer bytes) {
        out.put(bytes);
    }

    /** Whether a long array is not written to its end. */
    boolean unfinished() {
        return unfinished != null && !unfinished.isEmpty();
    }

    /** Writes on at long arrays, until {@code highWaterBytes} are owed. */
    void goOn(long highWaterBytes) {
        ArrayDeque<LongArray> arrays = unfinished;
        if (arrays == null) {
            return;
        }
        for (LongArray first = arrays.peek(); first != null; first = arrays.peek()) {
            out = owed;
            while (first.next < first.elements.length) {
                if (owed.size() >= highWaterBytes) {
                    out = arrays.getLast().behind;
                    return;
                }
                byte[] element = first.elements[first.next++];
                first.bytes = Math.max(0, first.bytes - Footprint.bytes(element.length));
                bulk(element);
            }
            owed.append(first.behind);
            arrays.remove();
        }
        out = owed;
    }

    /** Bytes of elements that were copied, one by one, since there is this client. */
    long copiedBytes() {
        return copiedBytes;
    }

    /** Bytes that are held for the peer, about: those that are owed, and those of long arrays without their elements. */
    long heldBytes() {
        long held = owed.size();
        if (unfinished != null) {
            for (LongArray array : unfinished) {
                held += array.behind.size() + (long) REFERENCE_BYTES * array.elements.length;
            }
        }
        return held;
    }

    private void header(char type, long number) {
        out.put((byte) type);
        out.putDecimal(number);
        out.put(CRLF);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
