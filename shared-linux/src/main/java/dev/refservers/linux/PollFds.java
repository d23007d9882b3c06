package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** The array of {@code struct pollfd} that poll(2) is told of and answers in. Used by one thread at a time. */
public final class PollFds implements AutoCloseable {

    // struct pollfd {
    //     int   fd;         /* file descriptor */
    //     short events;     /* requested events */
    //     short revents;    /* returned events */
    // };
    static final StructLayout POLLFD = MemoryLayout.structLayout(JAVA_INT.withName("fd"),
            JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents")).withName("struct pollfd");
    private static final long SIZE = POLLFD.byteSize();
    private static final long FD = POLLFD.byteOffset(PathElement.groupElement("fd"));
    private static final long EVENTS = POLLFD.byteOffset(PathElement.groupElement("events"));
    private static final long REVENTS = POLLFD.byteOffset(PathElement.groupElement("revents"));

    private final Arena arena = Arena.ofShared();
    final MemorySegment array;
    private final int capacity;

    /** Room for this many descriptors. */
    public PollFds(int capacity) {
        this.capacity = capacity;
        this.array = arena.allocate(SIZE * capacity, Integer.BYTES);
    }

    /** How many descriptors it has room for. */
    public int capacity() {
        return capacity;
    }

    /** The descriptor at {@code index}. */
    public int fd(int index) {
        return array.get(JAVA_INT, index * SIZE + FD);
    }

    /** What is asked about it, by the bits of {@link Poll}. */
    public int events(int index) {
        return array.get(JAVA_SHORT, index * SIZE + EVENTS);
    }

    /** What the last call answered, by the bits of {@link Poll}. */
    public int returned(int index) {
        return array.get(JAVA_SHORT, index * SIZE + REVENTS);
    }

    /** Asks about {@code fd} from now on; a negative one is skipped by the kernel, and nothing is returned for it. */
    public void set(int index, int fd, int events) {
        array.set(JAVA_INT, index * SIZE + FD, fd);
        array.set(JAVA_SHORT, index * SIZE + EVENTS, (short) events);
        array.set(JAVA_SHORT, index * SIZE + REVENTS, (short) 0);
    }

    /** Makes the first {@code count} equal to those of {@code other}. */
    public void copy(PollFds other, int count) {
        MemorySegment.copy(other.array, 0, array, 0, count * SIZE);
    }

    /** Frees the memory: no call may be using it. */
    @Override
    public void close() {
        arena.close();
    }
}
