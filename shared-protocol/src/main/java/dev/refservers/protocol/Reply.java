package dev.refservers.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes replies in RESP2 or, after {@code HELLO 3}, RESP3. */
public final class Reply {

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] PONG = ascii("+PONG\r\n");
    private static final byte[] NULL = ascii("_\r\n");
    private static final byte[] NIL = ascii("$-1\r\n");
    private static final byte[] NIL_ARRAY = ascii("*-1\r\n");

    private final Output out;
    private boolean resp3;

    /** The elements of a long array that are still to be written, from {@code nextElement} on. */
    private byte @Nullable [][] elements;
    private int nextElement;

    Reply(Output out) {
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

    /** An array of bulks, written as room is made: it must be the last part of its reply. */
    void elements(byte[][] all) {
        array(all.length);
        elements = all;
        nextElement = 0;
    }

    /** Bytes that are part of a reply, or one, already. */
    public void raw(ByteBuffer bytes) {
        out.put(bytes);
    }

    /** Whether a long array is not written to its end. */
    boolean unfinished() {
        return elements != null;
    }

    /** Writes on at a long array, until {@code highWaterBytes} are owed. */
    void goOn(long highWaterBytes) {
        byte[][] all = elements;
        if (all == null) {
            return;
        }
        while (nextElement < all.length) {
            if (out.size() >= highWaterBytes) {
                return;
            }
            bulk(all[nextElement++]);
        }
        elements = null;
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
