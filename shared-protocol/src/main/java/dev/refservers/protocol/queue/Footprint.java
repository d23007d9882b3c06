package dev.refservers.protocol.queue;

/**
 * What things take on the heap, never less than they do: so that what is counted by it really has room there. A test
 * measures it.
 *
 * <pre>
 *   element   array of bytes, and up to four places in the ring of its queue, which doubles and halves
 *   queue     Queue, Elements and their smallest ring, Key and its bytes, node and place in the map
 *   wait      node and place among those who wait at a queue, place in the list of the waiter; a queue and its waiters,
 *             which may be there only for this wait
 * </pre>
 */
final class Footprint {

    /** References are compressed on all heaps but the largest. */
    private static final int REFERENCE_BYTES = Runtime.getRuntime().maxMemory() < 32L << 30 ? 4 : 8;

    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int PLACES_OF_AN_ELEMENT = 4;
    private static final int QUEUE_BYTES = 52 * REFERENCE_BYTES;
    private static final int WAIT_BYTES = 50 * REFERENCE_BYTES;

    /** A request without its arguments. */
    private static final int QUEUED_BYTES = 40 * REFERENCE_BYTES;

    /** CLIENT LIST writes them down: as a text that grows, as a text, and as bytes. */
    private static final int COPIES_OF_A_NAME = 8;

    private Footprint() {}

    /** An array of so many bytes. */
    static long bytes(long length) {
        return ARRAY_HEADER_BYTES + length + 7 & -8;
    }

    /** An element of so many bytes, in its queue. */
    static long element(int length) {
        return bytes(length) + (long) PLACES_OF_AN_ELEMENT * REFERENCE_BYTES;
    }

    /** A queue whose key has so many bytes, without elements. */
    static long queue(int keyLength) {
        return QUEUE_BYTES + bytes(keyLength);
    }

    /** A request that waits for its transaction: no less than a queue takes for what it then puts there. */
    static long queued(Request request) {
        long sum = (long) QUEUED_BYTES + QUEUE_BYTES;
        for (int i = 0; i < request.count(); i++) {
            sum += element(request.length(i));
        }
        return sum;
    }

    /** That one client waits for one key of so many bytes. */
    static long wait(int keyLength) {
        return WAIT_BYTES + queue(keyLength);
    }

    /** Elements that are on their way to a client. */
    static long taken(byte[][] elements) {
        long sum = references(elements.length);
        for (byte[] element : elements) {
            sum += bytes(element.length);
        }
        return sum;
    }

    /** An array of so many references. */
    static long references(int length) {
        return bytes((long) length * REFERENCE_BYTES);
    }

    /** The names of a client, of so many characters together. */
    static long names(int characters) {
        return (long) COPIES_OF_A_NAME * characters;
    }
}
