package dev.refservers.select.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.EventFd;
import dev.refservers.protocol.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
@ParameterizedClass
@EnumSource
class MultiplexerTest {

    enum Call {
        SELECT, POLL
    }

    private final Multiplexer multiplexer;
    private final List<Integer> descriptors = new ArrayList<>();

    MultiplexerTest(Call call) {
        multiplexer = call == Call.SELECT ? new SelectSets() : new PollArray();
    }

    @AfterEach
    void close() {
        multiplexer.close();
        descriptors.forEach(Descriptors::close);
    }

    /** A descriptor that can be written, and read once it is signalled. */
    private int open() throws IOException {
        int descriptor = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
        descriptors.add(descriptor);
        return descriptor;
    }

    private Map<Integer, Integer> await(long timeoutNanos) {
        multiplexer.await(timeoutNanos);
        Map<Integer, Integer> ready = new TreeMap<>();
        multiplexer.forEachReady(ready::put);
        return ready;
    }

    @Test
    void tellsOnlyWhatIsAskedFor() throws IOException {
        int a = open();
        int b = open();
        multiplexer.watch(a, Multiplexer.READABLE);
        multiplexer.watch(b, Multiplexer.READABLE);
        assertEquals(Map.of(), await(0));
        EventFd.signal(b);
        assertEquals(Map.of(b, Multiplexer.READABLE), await(Session.NEVER));
        multiplexer.watch(b, Multiplexer.READABLE | Multiplexer.WRITABLE);
        assertEquals(Map.of(b, Multiplexer.READABLE | Multiplexer.WRITABLE), await(Session.NEVER));
        multiplexer.watch(b, Multiplexer.WRITABLE);
        assertEquals(Map.of(b, Multiplexer.WRITABLE), await(Session.NEVER));
        multiplexer.watch(b, 0);
        EventFd.signal(a);
        assertEquals(Map.of(a, Multiplexer.READABLE), await(Session.NEVER));
        multiplexer.watch(a, 0);
        multiplexer.watch(a, 0);
        assertEquals(Map.of(), await(0));
    }

    @Test
    void tellsOfHundredsThoughEachIsForgottenWhenItIsTold() throws IOException {
        Map<Integer, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            int descriptor = open();
            multiplexer.watch(descriptor, Multiplexer.WRITABLE);
            expected.put(descriptor, Multiplexer.WRITABLE);
        }
        assertEquals(expected, await(Session.NEVER));

        Map<Integer, Integer> told = new TreeMap<>();
        multiplexer.await(Session.NEVER);
        multiplexer.forEachReady((descriptor, happened) -> {
            multiplexer.watch(descriptor, 0);
            told.put(descriptor, happened);
        });
        assertEquals(expected, told);
        assertEquals(Map.of(), await(0));
    }

    @Test
    void theOthersAreStillWatchedWhenSomeAreForgotten() throws IOException {
        Map<Integer, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            multiplexer.watch(open(), Multiplexer.WRITABLE);
        }
        for (int i = 0; i < 100; i++) {
            if (i % 3 == 0) {
                multiplexer.watch(descriptors.get(i), 0);
            } else {
                expected.put(descriptors.get(i), Multiplexer.WRITABLE);
            }
        }
        assertEquals(expected, await(Session.NEVER));
    }

    @Test
    void waitsAsLongAsItIsToldAndNoShorter() {
        for (long nanos : new long[]{1, 999, 1_001, 1_000_001, 20_000_001}) {
            long before = System.nanoTime();
            assertEquals(Map.of(), await(nanos));
            assertTrue(System.nanoTime() - before >= nanos);
        }
    }

    @Test
    void whatIsClosedMustHaveBeenForgotten() throws IOException {
        int descriptor = open();
        multiplexer.watch(descriptor, Multiplexer.READABLE);
        Descriptors.close(descriptor);
        descriptors.clear();
        if (multiplexer instanceof SelectSets) {
            assertThrows(IllegalStateException.class, () -> await(0));
        } else {
            assertEquals(Map.of(descriptor, Multiplexer.READABLE), await(0), "the call that follows will fail");
        }
    }
}
