package dev.refservers.protocol.queue;

import java.util.Arrays;

/**
 * The name of a queue: any bytes. One kind serves as the key of a map, and never changes; the other, a probe, is filled
 * from one request after the other to look up keys without allocating.
 */
final class Key implements Comparable<Key> {

    private static final int LARGEST_PROBE_BYTES = 1 << 10;
    private static final byte[] NONE = new byte[0];

    private byte[] bytes = NONE;
    private int length;
    private int hash;

    /** Becomes argument {@code i}. */
    Key probe(Request request, int i) {
        length = request.length(i);
        if (bytes.length < length || bytes.length > LARGEST_PROBE_BYTES) {
            bytes = new byte[Math.max(32, length)];
        }
        request.copyTo(i, bytes);
        int sum = 1;
        for (int at = 0; at < length; at++) {
            sum = 31 * sum + bytes[at];
        }
        hash = sum;
        return this;
    }

    /** The same name, for keeps. */
    Key copy() {
        Key copy = new Key();
        copy.bytes = Arrays.copyOf(bytes, length);
        copy.length = length;
        copy.hash = hash;
        return copy;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    int length() {
        return length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && hash == key.hash
                && Arrays.equals(bytes, 0, length, key.bytes, 0, key.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** An order, so that names which somebody chose to have the same hash still cost only a logarithm. */
    @Override
    public int compareTo(Key other) {
        return Arrays.compare(bytes, 0, length, other.bytes, 0, other.length);
    }
}
