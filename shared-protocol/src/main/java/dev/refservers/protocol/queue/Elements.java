package dev.refservers.protocol.queue;

import org.jspecify.annotations.Nullable;

/** The elements of one queue, in order: a ring, so that both ends and any place between are one step away. */
final class Elements {

    private static final int SMALLEST = 8;

    private byte[] @Nullable [] ring = new byte[SMALLEST][];
    private int first;
    private int size;

    int size() {
        return size;
    }

    void add(byte[] element, End at) {
        if (size == ring.length) {
            resize(2 * size);
        }
        if (at == End.LEFT) {
            first = (first - 1) & (ring.length - 1);
            ring[first] = element;
        } else {
            ring[(first + size) & (ring.length - 1)] = element;
        }
        size++;
    }

    /** Takes one element; there must be one. */
    byte[] remove(End at) {
        int index = at == End.LEFT ? first : (first + size - 1) & (ring.length - 1);
        byte[] element = ring[index];
        if (size == 0 || element == null) {
            throw new IllegalStateException("no element");
        }
        ring[index] = null;
        if (at == End.LEFT) {
            first = (first + 1) & (ring.length - 1);
        }
        size--;
        if (ring.length > SMALLEST && size < ring.length / 4) {
            resize(ring.length / 2);
        }
        return element;
    }

    /** The elements from {@code from} up to {@code to}, exclusive. */
    byte[][] range(int from, int to) {
        byte[][] range = new byte[to - from][];
        for (int i = from; i < to; i++) {
            byte[] element = ring[(first + i) & (ring.length - 1)];
            if (element == null) {
                throw new IndexOutOfBoundsException(i);
            }
            range[i - from] = element;
        }
        return range;
    }

    /** What the elements from {@code from} up to {@code to}, exclusive, and an array of them take. */
    long bytes(int from, int to) {
        long bytes = Footprint.references(to - from);
        for (int i = from; i < to; i++) {
            byte[] element = ring[(first + i) & (ring.length - 1)];
            bytes += element == null ? 0 : Footprint.bytes(element.length);
        }
        return bytes;
    }

    private void resize(int capacity) {
        byte[] @Nullable [] larger = new byte[capacity][];
        int untilEnd = Math.min(size, ring.length - first);
        System.arraycopy(ring, first, larger, 0, untilEnd);
        System.arraycopy(ring, 0, larger, untilEnd, size - untilEnd);
        ring = larger;
        first = 0;
    }
}
