package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Whole pages of memory, some of them shared with the kernel: sys/mman.h. Safe for use by many threads. */
public final class Mapping {

    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    public static final int MAP_PRIVATE = 2;
    public static final int MAP_ANONYMOUS = 0x20;
    public static final int MAP_POPULATE = 0x8000;

    // void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset);
    private static final MethodHandle MMAP = Libc.function("mmap", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT,
            JAVA_INT, JAVA_LONG);
    // int munmap(void *addr, size_t length);
    private static final MethodHandle MUNMAP = Libc.function("munmap", JAVA_INT, ADDRESS, JAVA_LONG);

    /** What mmap(2) returns for a failure; a mapping never begins there. */
    private static final long MAP_FAILED = -1;

    private Mapping() {}

    /** Memory of its own: zeros, which cost no memory until they are touched. It is unmapped with the arena. */
    static MemorySegment anonymous(Arena arena, long bytes) throws IOException {
        return map(arena, bytes, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    }

    /** Memory that is shared with the kernel, or with whoever else maps {@code fd}. It is unmapped with the arena. */
    static MemorySegment shared(Arena arena, long bytes, int fd, long offset) throws IOException {
        return map(arena, bytes, MAP_SHARED | MAP_POPULATE, fd, offset);
    }

    // Restricted, because a segment that is longer than the mapping reaches other memory: so the length is the mapping's.
    @SuppressWarnings("restricted")
    private static MemorySegment map(Arena arena, long bytes, int flags, int fd, long offset) throws IOException {
        CallState state = CallState.ofThread();
        long address;
        try {
            address = (long) MMAP.invokeExact(state.captured, MemorySegment.NULL, bytes, PROT_READ | PROT_WRITE, flags,
                    fd, offset);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (address == MAP_FAILED) {
            throw Errno.failure("mmap(" + bytes + ", " + fd + ")", state.errno());
        }
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, mapping -> unmap(mapping, bytes));
    }

    private static void unmap(MemorySegment mapping, long bytes) {
        CallState state = CallState.ofThread();
        int result;
        try {
            result = (int) MUNMAP.invokeExact(state.captured, mapping, bytes);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        if (result < 0) {
            throw new IllegalStateException("A mapping can be unmapped", Errno.failure("munmap", state.errno()));
        }
    }
}
