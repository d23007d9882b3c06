package dev.refservers.conformance.script;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A sequence of bytes that never changes. */
public final class Bytes {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** A copy of these bytes. */
    public static Bytes of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** A copy of {@code length} of these bytes from {@code offset} on. */
    public static Bytes of(byte[] bytes, int offset, int length) {
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** These characters, each as one byte: ISO 8859-1. */
    public static Bytes of(String characters) {
        return characters.isEmpty() ? EMPTY : new Bytes(characters.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** How many they are. */
    public int size() {
        return array.length;
    }

    /** The byte at this place. */
    public byte at(int index) {
        return array[index];
    }

    /** A copy of them. */
    public byte[] toArray() {
        return array.clone();
    }

    /** Those from {@code from}, and before {@code to}. */
    public Bytes slice(int from, int to) {
        return of(array, from, to - from);
    }

    /** These, and then those. */
    public Bytes and(Bytes others) {
        byte[] both = Arrays.copyOf(array, array.length + others.array.length);
        System.arraycopy(others.array, 0, both, array.length, others.array.length);
        return new Bytes(both);
    }

    /** Whether {@code part} is found at {@code offset}. */
    public boolean hasAt(int offset, Bytes part) {
        return offset >= 0 && offset + part.array.length <= array.length
                && Arrays.equals(array, offset, offset + part.array.length, part.array, 0, part.array.length);
    }

    /** Where {@code part} is found first, or -1. */
    public int indexOf(Bytes part) {
        for (int i = 0; i + part.array.length <= array.length; i++) {
            if (hasAt(i, part)) {
                return i;
            }
        }
        return -1;
    }

    /** Where these differ from those first; -1 if they are equal. */
    public int mismatch(Bytes others) {
        return Arrays.mismatch(array, others.array);
    }

    /** As characters, one for each byte: ISO 8859-1. */
    public String latin1() {
        return new String(array, StandardCharsets.ISO_8859_1);
    }

    /** As scripts write them: in double quotes, with escapes for what cannot be seen. */
    public String quoted() {
        StringBuilder text = new StringBuilder(array.length + 2).append('"');
        for (byte b : array) {
            switch (b) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b >= ' ' && b < 0x7f) {
                        text.append((char) b);
                    } else {
                        text.append("\\x").append(HEX.toHexDigits(b));
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    /** As {@link #quoted}, but no more than about {@code most} bytes of them, from both ends. */
    public String quoted(int most) {
        if (array.length <= most) {
            return quoted();
        }
        int half = most / 2;
        return slice(0, half).quoted() + " … " + slice(array.length - half, array.length).quoted() + " (" + array.length
                + " bytes)";
    }

    /** As {@link #quoted(int)}, without the quotes around it. */
    public String visible(int most) {
        String quoted = slice(0, Math.min(most, array.length)).quoted();
        return quoted.substring(1, quoted.length() - 1) + (array.length > most ? "…" : "");
    }

    /** As a hex dump: sixteen on a line, with their characters beside them; the first one has this number. */
    public String hexDump(int number) {
        StringBuilder text = new StringBuilder();
        int shown = array.length;
        for (int line = 0; line < shown; line += 16) {
            StringBuilder characters = new StringBuilder();
            text.append("%06x ".formatted(number + line));
            for (int i = line; i < line + 16; i++) {
                text.append(i % 8 == 0 ? " " : "");
                if (i < shown) {
                    text.append(' ').append(HEX.toHexDigits(array[i]));
                    characters.append(array[i] >= ' ' && array[i] < 0x7f ? (char) array[i] : '.');
                } else {
                    text.append("   ");
                }
            }
            text.append("  |").append(characters).append("|\n");
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return quoted();
    }
}
