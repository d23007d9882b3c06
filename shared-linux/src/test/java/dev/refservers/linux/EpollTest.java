package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class EpollTest {

    private static final long KEY = 0x1234_5678_9abc_def0L;

    private final EpollEvents events = new EpollEvents(4);
    private int epoll;
    private int first;
    private int second;

    @BeforeEach
    void open() throws IOException {
        epoll = Epoll.create();
        first = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
        second = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
    }

    @AfterEach
    void close() {
        Descriptors.close(epoll);
        Descriptors.close(first);
        Descriptors.close(second);
        events.close();
    }

    @Test
    void tellsTheKeyOfEachThatIsReady() {
        assertEquals(0, Epoll.ctl(epoll, Epoll.EPOLL_CTL_ADD, first, Epoll.EPOLLIN, KEY));
        assertEquals(0, Epoll.ctl(epoll, Epoll.EPOLL_CTL_ADD, second, Epoll.EPOLLIN, -2));
        assertEquals(0, Epoll.wait(epoll, events, 0));
        EventFd.signal(first);
        EventFd.signal(second);
        assertEquals(2, Epoll.wait(epoll, events, -1));
        assertEquals(KEY - 2, events.key(0) + events.key(1), "in whichever order, and all 64 bits");
        assertEquals(Epoll.EPOLLIN, events.events(0));
        assertEquals(Epoll.EPOLLIN, events.events(1));
        EventFd.clear(first);
        assertEquals(1, Epoll.wait(epoll, events, -1), "level-triggered: the other is still ready");
        assertEquals(-2, events.key(0));
    }

    @Test
    void changesAndEndsWhatItWatches() {
        assertEquals(0, Epoll.ctl(epoll, Epoll.EPOLL_CTL_ADD, first, Epoll.EPOLLIN, 1));
        assertEquals(0, Epoll.ctl(epoll, Epoll.EPOLL_CTL_MOD, first, Epoll.EPOLLOUT, 2));
        assertEquals(1, Epoll.wait(epoll, events, -1));
        assertEquals(2, events.key(0));
        assertEquals(Epoll.EPOLLOUT, events.events(0));
        assertEquals(0, Epoll.ctl(epoll, Epoll.EPOLL_CTL_DEL, first, 0, 0));
        assertEquals(0, Epoll.wait(epoll, events, 0));
        assertEquals(-Errno.ENOENT, Epoll.ctl(epoll, Epoll.EPOLL_CTL_MOD, first, 0, 0));
        assertEquals(-Errno.EBADF, Epoll.wait(-1, events, 0));
    }

    @Test
    void aSignalIsThereUntilItIsCleared() throws IOException {
        assertEquals(-Errno.EAGAIN, EventFd.clear(first));
        assertEquals(Long.BYTES, EventFd.signal(first));
        assertEquals(Long.BYTES, EventFd.signal(first));
        assertEquals(Long.BYTES, EventFd.clear(first), "both at once");
        assertEquals(-Errno.EAGAIN, EventFd.clear(first));
        assertThrows(IOException.class, () -> EventFd.eventfd(-1));
    }

    @Test
    void aHotCallAllocatesNothing() {
        var thread = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        try (NativeBuffer buffer = new NativeBuffer(64)) {
            byte[] bytes = new byte[64];
            long bytesPerTurn = Long.MAX_VALUE;
            // The interpreter boxes; what counts is the compiled code, and that takes as long as it takes.
            for (int round = 0; round < 200 && bytesPerTurn > 0; round++) {
                long before = thread.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1_000; i++) {
                    Epoll.wait(epoll, events, 0);
                    Sockets.recv(first, buffer, 64, 0);
                    Sockets.accept4(first, 0);
                    Descriptors.read(first, buffer, 64);
                    buffer.put(bytes, 0, 64);
                    Sockets.send(first, buffer, 64, Sockets.MSG_NOSIGNAL);
                }
                bytesPerTurn = (thread.getCurrentThreadAllocatedBytes() - before) / 1_000;
            }
            assertTrue(bytesPerTurn == 0, bytesPerTurn + " bytes a turn");
        }
    }
}
