package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** The array of {@code struct epoll_event} that epoll_wait(2) fills. Used by one thread at a time. */
public final class EpollEvents implements AutoCloseable {

    // typedef union epoll_data {
    //     void        *ptr;
    //     int          fd;
    //     uint32_t     u32;
    //     uint64_t     u64;
    // } epoll_data_t;
    //
    // struct epoll_event {
    //     uint32_t     events;      /* Epoll events */
    //     epoll_data_t data;        /* User data variable */
    // } __EPOLL_PACKED;             /* x86-64 only: a 32-bit program's layout there */
    static final StructLayout PACKED = MemoryLayout.structLayout(JAVA_INT_UNALIGNED.withName("events"),
            JAVA_LONG_UNALIGNED.withName("data")).withName("struct epoll_event");
    static final StructLayout ALIGNED = MemoryLayout.structLayout(JAVA_INT.withName("events"),
            MemoryLayout.paddingLayout(4), JAVA_LONG.withName("data")).withName("struct epoll_event");

    static final StructLayout EVENT = Linux.isX86() ? PACKED : ALIGNED;
    private static final long SIZE = EVENT.byteSize();
    private static final long EVENTS = EVENT.byteOffset(PathElement.groupElement("events"));
    private static final long DATA = EVENT.byteOffset(PathElement.groupElement("data"));

    /** For the calls that fill it. */
    final CallState state = new CallState();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment array;
    private final long address;
    private int capacity;

    /** Room for this many events. */
    public EpollEvents(int capacity) {
        this.capacity = capacity;
        this.array = arena.allocate(SIZE * capacity, Long.BYTES);
        this.address = array.address();
    }

    /** How many events it has room for; 0 once it is closed. */
    public int capacity() {
        return capacity;
    }

    /** Where it begins: see {@link NativeBuffer#address}. */
    long address() {
        return address;
    }

    /** What happened, by the bits of {@link Epoll}, at {@code index}. */
    public int events(int index) {
        return array.get(JAVA_INT_UNALIGNED, index * SIZE + EVENTS);
    }

    /** The key under which the descriptor of event {@code index} was added. */
    public long key(int index) {
        return array.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA);
    }

    static void write(MemorySegment event, int events, long key) {
        event.set(JAVA_INT_UNALIGNED, EVENTS, events);
        event.set(JAVA_LONG_UNALIGNED, DATA, key);
    }

    /** Frees the memory: no call may be using it. */
    @Override
    public void close() {
        capacity = 0;
        arena.close();
    }
}
