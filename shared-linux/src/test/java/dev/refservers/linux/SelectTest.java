package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SelectTest {

    private final FdSet readable = new FdSet();
    private final FdSet writable = new FdSet();
    private int fd;

    @BeforeEach
    void open() throws IOException {
        fd = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
    }

    @AfterEach
    void close() {
        Descriptors.close(fd);
        readable.close();
        writable.close();
    }

    @Test
    void aSetHoldsEachDescriptorBelowItsSize() {
        for (int i = 0; i < FdSet.FD_SETSIZE; i++) {
            assertFalse(readable.contains(i));
            readable.add(i);
            assertTrue(readable.contains(i));
        }
        assertEquals(-1L, readable.word(700));
        readable.remove(65);
        assertFalse(readable.contains(65));
        assertEquals(~2L, readable.word(64));
        writable.copy(readable);
        assertFalse(writable.contains(65));
        assertTrue(writable.contains(66));
    }

    @Test
    void aDescriptorThatDoesNotFitDoesNotOverwriteOtherMemory() {
        assertThrows(IndexOutOfBoundsException.class, () -> readable.add(FdSet.FD_SETSIZE));
        assertThrows(IndexOutOfBoundsException.class, () -> readable.remove(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> readable.contains(FdSet.FD_SETSIZE));
    }

    @Test
    void leavesInTheSetsOnlyWhatIsReady() {
        readable.add(fd);
        writable.add(fd);
        assertEquals(1, Select.select(fd + 1, readable, writable, -1));
        assertFalse(readable.contains(fd));
        assertTrue(writable.contains(fd));

        EventFd.signal(fd);
        readable.add(fd);
        assertEquals(2, Select.select(fd + 1, readable, writable, 0));
        assertTrue(readable.contains(fd) && writable.contains(fd));
    }

    @Test
    void waitsAsLongAsItIsToldAndNoShorter() {
        long before = System.nanoTime();
        assertEquals(0, Select.select(0, readable, writable, 30_001));
        assertTrue(System.nanoTime() - before >= 30_001_000);
    }

    @Test
    void aDescriptorThatIsNotOpenIsAnError() throws IOException {
        readable.add(fd);
        Descriptors.close(fd);
        assertEquals(-Errno.EBADF, Select.select(fd + 1, readable, writable, 0));
        fd = EventFd.eventfd(EventFd.EFD_CLOEXEC);
    }

    @Test
    void aHotCallAllocatesNothing() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytesPerTurn = Long.MAX_VALUE;
        // The interpreter boxes; what counts is the compiled code, and that takes as long as it takes.
        for (int round = 0; round < 200 && bytesPerTurn > 0; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                writable.add(fd);
                Select.select(fd + 1, readable, writable, 1000);
            }
            bytesPerTurn = (thread.getCurrentThreadAllocatedBytes() - before) / 1_000;
        }
        assertEquals(0, bytesPerTurn);
    }
}
