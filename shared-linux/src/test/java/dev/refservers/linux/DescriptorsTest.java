package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class DescriptorsTest {

    @Test
    void readsTheEndOfDevNull() throws IOException {
        int fd = Descriptors.open("/dev/null", Descriptors.O_RDWR | Descriptors.O_CLOEXEC);
        try (NativeBuffer buffer = new NativeBuffer(16)) {
            assertEquals(0, Descriptors.read(fd, buffer, 16));
            assertEquals(7, Descriptors.write(fd, buffer, 7));
        } finally {
            assertEquals(0, Descriptors.close(fd));
        }
    }

    @Test
    void returnsErrnoOfACallThatFails() {
        assertEquals(-Errno.EBADF, Descriptors.close(-1));
    }

    @Test
    void namesTheCallTheErrorAndTheRemedy() {
        IOException failure = assertThrows(IOException.class, () -> Descriptors.open("/no/such/file", 0));
        assertEquals("open(/no/such/file): ENOENT", failure.getMessage());
        assertEquals(
                "accept4(3): EMFILE: this process has no descriptor left; raise its limit (ulimit -n) or close some",
                Errno.failure("accept4(3)", Errno.EMFILE).getMessage());
        assertEquals("errno 77", Errno.name(77));
    }

    @Test
    void copiesADescriptorOntoAnother() throws IOException {
        int status = Descriptors.open("/proc/self/status", Descriptors.O_RDONLY);
        int copy = Descriptors.open("/dev/null", Descriptors.O_RDWR);
        try (NativeBuffer buffer = new NativeBuffer(5)) {
            Descriptors.dup2(status, copy);
            assertEquals(5, Descriptors.read(copy, buffer, 5));
            assertEquals("Name:", StandardCharsets.US_ASCII.decode(buffer.first(5)).toString());
            Descriptors.dup3(status, copy, Descriptors.O_CLOEXEC);
            assertEquals(Descriptors.FD_CLOEXEC, Descriptors.fcntl(copy, Descriptors.F_GETFD, 0));
        } finally {
            Descriptors.close(status);
            Descriptors.close(copy);
        }
        assertThrows(IOException.class, () -> Descriptors.dup2(-1, 0));
        assertThrows(IOException.class, () -> Descriptors.dup3(-1, 0, 0));
    }

    @Test
    void setsTheFlagsOfADescriptor() throws IOException {
        int fd = Descriptors.open("/dev/null", Descriptors.O_RDWR | Descriptors.O_CLOEXEC);
        try {
            Descriptors.setNonBlocking(fd);
            assertTrue((Descriptors.fcntl(fd, Descriptors.F_GETFL, 0) & Descriptors.O_NONBLOCK) != 0);
            Descriptors.setCloseOnExec(fd, false);
            assertEquals(0, Descriptors.fcntl(fd, Descriptors.F_GETFD, 0));
            Descriptors.setCloseOnExec(fd, true);
            assertEquals(Descriptors.FD_CLOEXEC, Descriptors.fcntl(fd, Descriptors.F_GETFD, 0));
        } finally {
            Descriptors.close(fd);
        }
        assertThrows(IOException.class, () -> Descriptors.setNonBlocking(-1));
    }

    @Test
    void knowsHowManyDescriptorsThereMayBe() throws IOException {
        assertTrue(ResourceLimits.getrlimit(ResourceLimits.RLIMIT_NOFILE) >= 3);
        assertThrows(IOException.class, () -> ResourceLimits.getrlimit(999));
    }

    @Test
    void asksForASignalWhenTheParentEnds() throws IOException {
        assertEquals(0, Prctl.prctl(Prctl.PR_SET_PDEATHSIG, 0));
        assertThrows(IOException.class, () -> Prctl.prctl(-1, 0));
    }
}
