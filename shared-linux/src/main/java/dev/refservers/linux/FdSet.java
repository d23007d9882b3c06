package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Objects;

/** A set of descriptors below {@link #FD_SETSIZE}: the {@code fd_set} of select(2). Used by one thread at a time. */
public final class FdSet implements AutoCloseable {

    /** One more than the highest descriptor in a set. */
    public static final int FD_SETSIZE = 1024;

    // typedef struct {
    //     __fd_mask fds_bits[__FD_SETSIZE / __NFDBITS];   /* long int */
    // } fd_set;
    static final StructLayout FD_SET = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(FD_SETSIZE / Long.SIZE, JAVA_LONG).withName("fds_bits")).withName("fd_set");

    private final Arena arena = Arena.ofShared();
    final MemorySegment memory = arena.allocate(FD_SET);

    /** Adds {@code fd}: FD_SET(3), but one that the set cannot hold is an error, and does not overwrite other memory. */
    public void add(int fd) {
        set(fd, word(fd) | 1L << fd);
    }

    /** Removes {@code fd}: FD_CLR(3). */
    public void remove(int fd) {
        set(fd, word(fd) & ~(1L << fd));
    }

    /** Whether {@code fd} is in it: FD_ISSET(3). */
    public boolean contains(int fd) {
        return (word(fd) & 1L << fd) != 0;
    }

    /** The 64 descriptors around {@code fd}, which is one of them, as bits; the first of them is a multiple of 64. */
    public long word(int fd) {
        return memory.getAtIndex(JAVA_LONG, Objects.checkIndex(fd, FD_SETSIZE) / Long.SIZE);
    }

    private void set(int fd, long word) {
        memory.setAtIndex(JAVA_LONG, fd / Long.SIZE, word);
    }

    /** Makes it equal to {@code other}: a call leaves in its sets only what is ready. */
    public void copy(FdSet other) {
        memory.copyFrom(other.memory);
    }

    /** Frees the memory: no call may be using it. */
    @Override
    public void close() {
        arena.close();
    }
}
