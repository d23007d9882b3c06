package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
class PollTest {

    private final PollFds fds = new PollFds(3);
    private int first;
    private int second;

    @BeforeEach
    void open() throws IOException {
        first = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
        second = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
    }

    @AfterEach
    void close() {
        Descriptors.close(first);
        Descriptors.close(second);
        fds.close();
    }

    @Test
    void answersForEachThatIsReady() {
        fds.set(0, first, Poll.POLLIN);
        fds.set(1, second, Poll.POLLIN | Poll.POLLOUT);
        assertEquals(1, Poll.poll(fds, 2, -1));
        assertEquals(0, fds.returned(0));
        assertEquals(Poll.POLLOUT, fds.returned(1));
        EventFd.signal(first);
        EventFd.signal(second);
        assertEquals(2, Poll.poll(fds, 2, 0));
        assertEquals(Poll.POLLIN, fds.returned(0));
        assertEquals(Poll.POLLIN | Poll.POLLOUT, fds.returned(1));
        assertEquals(1, Poll.poll(fds, 1, 0), "only as many as it is told");
    }

    @Test
    void remembersWhatItIsAsked() {
        fds.set(2, first, Poll.POLLIN);
        assertEquals(first, fds.fd(2));
        assertEquals(Poll.POLLIN, fds.events(2));
        try (PollFds copy = new PollFds(5)) {
            copy.copy(fds, 3);
            assertEquals(first, copy.fd(2));
            assertEquals(Poll.POLLIN, copy.events(2));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> fds.set(3, first, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Poll.poll(fds, 4, 0));
    }

    @Test
    void skipsNegativeDescriptorsAndNamesThoseThatAreNotOpen() throws IOException {
        EventFd.signal(first);
        fds.set(0, ~first, Poll.POLLIN);
        fds.set(1, second, Poll.POLLIN);
        Descriptors.close(second);
        assertEquals(1, Poll.poll(fds, 2, 0));
        assertEquals(0, fds.returned(0));
        assertEquals(Poll.POLLNVAL, fds.returned(1));
        second = EventFd.eventfd(EventFd.EFD_CLOEXEC);
    }

    @Test
    void waitsAsLongAsItIsToldAndNoShorter() {
        long before = System.nanoTime();
        assertEquals(0, Poll.poll(fds, 0, 30));
        assertTrue(System.nanoTime() - before >= 30_000_000);
    }

    @Test
    void aHotCallAllocatesNothing() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        fds.set(0, first, Poll.POLLOUT);
        long bytesPerTurn = Long.MAX_VALUE;
        // The interpreter boxes; what counts is the compiled code, and that takes as long as it takes.
        for (int round = 0; round < 200 && bytesPerTurn > 0; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                Poll.poll(fds, 1, -1);
            }
            bytesPerTurn = (thread.getCurrentThreadAllocatedBytes() - before) / 1_000;
        }
        assertEquals(0, bytesPerTurn);
    }
}
