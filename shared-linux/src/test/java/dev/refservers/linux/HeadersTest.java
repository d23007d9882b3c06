package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every constant and every struct of this package against the headers of the system, by a C compiler: the names are
 * C's, so a program that asserts them can be written by reflection. It is only compiled, so a cross compiler will do.
 */
class HeadersTest {

    private static final List<String> HEADERS = List.of("errno.h", "fcntl.h", "linux/inet_diag.h", "linux/io_uring.h",
            "linux/netlink.h", "linux/sock_diag.h", "netinet/in.h",
            "netinet/tcp.h", "poll.h", "sched.h", "signal.h", "stddef.h", "sys/epoll.h", "sys/eventfd.h", "sys/ioctl.h",
            "sys/mman.h",
            "sys/prctl.h",
            "sys/resource.h", "sys/select.h", "sys/socket.h", "sys/syscall.h", "unistd.h");

    private static final List<Class<?>> CONSTANTS = List.of(Errno.class, Descriptors.class, Sockets.class, Epoll.class,
            EventFd.class, ResourceLimits.class, Prctl.class, FdSet.class, Poll.class, Mapping.class,
            IoUring.class, Signals.class, SignalDriven.class, Processes.class, TerminalSize.class,
            SocketDiagnostics.class);

    private static final List<StructLayout> STRUCTS = List.of(SocketAddress.IPV4, SocketAddress.IPV6,
            ResourceLimits.RLIMIT, FdSet.FD_SET, Select.TIMEVAL, PollFds.POLLFD, RingParams.LAYOUT,
            RingParams.SQ_OFFSETS, RingParams.CQ_OFFSETS, RingParams.GETEVENTS_ARG, RingParams.TIMESPEC,
            SubmissionQueue.ENTRY, CompletionQueue.ENTRY, ProvidedBuffers.BUFFER, ProvidedBuffers.HEADER,
            ProvidedBuffers.REGISTRATION, SignalDriven.OWNER, SignalQueue.INFO, TerminalSize.WINSIZE,
            SocketDiagnostics.HEADER, SocketDiagnostics.ID, SocketDiagnostics.REQUEST, SocketDiagnostics.ANSWER);

    /** Numbers that are no fields, and members that share their place with one that is named in a layout. */
    private static final Map<String, Long> OTHERS = Map.of("SYS_io_uring_setup", IoUring.SETUP_NUMBER,
            "SYS_io_uring_enter", IoUring.ENTER_NUMBER, "SYS_io_uring_register", IoUring.REGISTER_NUMBER,
            "offsetof(struct io_uring_sqe, poll32_events)", 28L, "offsetof(struct io_uring_sqe, accept_flags)", 28L,
            "offsetof(struct io_uring_sqe, cancel_flags)", 28L,
            "POLL_IN", (long) SignalQueue.POLL_IN, "POLL_HUP", (long) SignalQueue.POLL_HUP, "sizeof(sigset_t)",
            SignalQueue.SET_BYTES);

    @TempDir
    Path folder;

    @Test
    void agreesWithTheHeadersOfThisMachine() throws Exception {
        compile("gcc", EpollEvents.EVENT);
    }

    @Test
    void agreesWithTheHeadersOfX86() throws Exception {
        compile("x86_64-linux-gnu-gcc", EpollEvents.PACKED);
    }

    @Test
    void agreesWithTheHeadersOfArm() throws Exception {
        compile("aarch64-linux-gnu-gcc", EpollEvents.ALIGNED);
    }

    private void compile(String compiler, StructLayout event) throws Exception {
        List<StructLayout> structs = new ArrayList<>(STRUCTS);
        structs.add(event);
        Path source = folder.resolve("probe.c");
        Path complaints = folder.resolve("complaints.txt");
        Files.writeString(source, program(structs));
        Optional<Process> started = start(new ProcessBuilder(compiler, "-D_GNU_SOURCE", "-fsyntax-only",
                source.toString()).redirectErrorStream(true).redirectOutput(complaints.toFile()));
        if (started.isEmpty()) {
            abort("No " + compiler + " here, so no headers to compare with: install it to run this test.");
        }
        Process process = started.orElseThrow();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertEquals("", Files.readString(complaints, StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    private static Optional<Process> start(ProcessBuilder builder) {
        try {
            return Optional.of(builder.start());
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static String program(List<StructLayout> structs) throws IllegalAccessException {
        List<String> lines = new ArrayList<>();
        for (String header : HEADERS) {
            lines.add("#include <" + header + ">");
        }
        for (Class<?> type : CONSTANTS) {
            for (Field field : type.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                    lines.add(assertion("(int) " + field.getName(), field.getInt(null)));
                }
            }
        }
        OTHERS.forEach((expression, value) -> lines.add(assertion(expression, value)));
        for (StructLayout struct : structs) {
            String name = struct.name().orElseThrow();
            lines.add(assertion("sizeof(" + name + ")", struct.byteSize()));
            for (String member : members(struct)) {
                PathElement path = PathElement.groupElement(member);
                lines.add(assertion("offsetof(" + name + ", " + member + ")", struct.byteOffset(path)));
                lines.add(assertion("sizeof(((" + name + " *) 0)->" + member + ")", struct.select(path).byteSize()));
            }
        }
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> members(StructLayout struct) {
        return struct.memberLayouts().stream().map(MemoryLayout::name).flatMap(Optional::stream).toList();
    }

    private static String assertion(String expression, long value) {
        return "_Static_assert(%s == %d, \"%s is not %d\");".formatted(expression, value, expression, value);
    }
}
