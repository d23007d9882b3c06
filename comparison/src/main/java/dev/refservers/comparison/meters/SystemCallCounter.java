package dev.refservers.comparison.meters;

import dev.refservers.linux.Processes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the system calls of a process and its descendants by name: by {@code perf stat} where that may be used, otherwise by
 * {@code strace -c}, which slows them down much more. Used by one thread.
 */
public final class SystemCallCounter implements AutoCloseable {

    private static final Path TRACE_POINTS = Path.of("/sys/kernel/tracing/events/syscalls");
    private static final String ALL_CALLS = "raw_syscalls:sys_enter";
    private static final String CALL = "syscalls:sys_enter_";
    /** Each takes a descriptor for each thread; the others are counted together. */
    private static final List<String> NAMES = List.of("read", "write", "readv", "writev", "recvfrom", "sendto",
            "recvmsg",
            "sendmsg", "epoll_wait", "epoll_pwait", "epoll_ctl", "poll", "ppoll", "select", "pselect6", "futex",
            "io_uring_enter", "rt_sigtimedwait", "sched_yield");
    private static final int MILLIS_MOST = 10_000;

    private final Process tool;
    private final Path result;
    private final boolean perf;
    private final long pid;

    private SystemCallCounter(boolean perf, long pid) throws IOException {
        this.perf = perf;
        this.pid = pid;
        this.result = Files.createTempFile("calls", ".txt");
        List<String> command = perf ? perf(tree(pid)) : strace(tree(pid));
        command.addAll(List.of("-o", result.toString()));
        this.tool = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * Begins to count.
     *
     * @throws IOException when neither tool can, with a sentence
     */
    public static SystemCallCounter start(long pid) throws IOException {
        List<String> obstacles = new ArrayList<>();
        for (boolean perf : List.of(true, false)) {
            String name = perf ? "perf" : "strace";
            try {
                SystemCallCounter counter = new SystemCallCounter(perf, pid);
                if (counter.attached()) {
                    return counter;
                }
                counter.close();
                obstacles.add(name + " may not look at other processes here");
            } catch (IOException notThere) {
                obstacles.add(name + " is not installed");
            }
        }
        throw new IOException(
                "system calls could not be counted: " + String.join(", and ", obstacles));
    }

    /** Whether the server was hardly slowed down by it. */
    public boolean light() {
        return perf;
    }

    /** Stops counting: calls by name; what has no name of its own is {@code other}. */
    public Map<String, Long> stop() throws IOException {
        try {
            // Both tools sum up on SIGINT, and do not on SIGTERM.
            Processes.kill(tool.pid(), Processes.SIGINT);
            if (!tool.waitFor(MILLIS_MOST, TimeUnit.MILLISECONDS)) {
                throw new IOException("system calls could not be counted: the tool did not end");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while system calls were counted", stop);
        }
        String text = Files.readString(result);
        return perf ? parsePerf(text) : parseStrace(text);
    }

    @Override
    public void close() throws IOException {
        tool.destroyForcibly();
        Files.deleteIfExists(result);
    }

    /** Lines of {@code perf stat -x ,}: count, unit, event. */
    static Map<String, Long> parsePerf(String text) {
        Map<String, Long> calls = new TreeMap<>();
        long all = 0;
        long named = 0;
        for (String line : text.lines().toList()) {
            String[] fields = line.split(",", -1);
            if (fields.length < 3 || !fields[0].matches("\\d+")) {
                continue;
            }
            long count = Long.parseLong(fields[0]);
            if (fields[2].equals(ALL_CALLS)) {
                all = count;
            } else if (fields[2].startsWith(CALL) && count > 0) {
                calls.put(fields[2].substring(CALL.length()), count);
                named += count;
            }
        }
        calls.put("other", Math.max(0, all - named));
        return calls;
    }

    /** The table of {@code strace -c}: share, seconds, microseconds for each, calls, errors where there are any, name. */
    static Map<String, Long> parseStrace(String text) {
        Map<String, Long> calls = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.strip().split(" +", -1);
            if (fields.length >= 5 && fields[3].matches("\\d+") && !fields[fields.length - 1].equals("total")) {
                calls.put(fields[fields.length - 1], Long.parseLong(fields[3]));
            }
        }
        return calls;
    }

    private static List<String> perf(List<Long> pids) {
        String events = Stream.concat(Stream.of(ALL_CALLS),
                NAMES.stream().filter(name -> Files.exists(TRACE_POINTS.resolve("sys_enter_" + name)))
                        .map(CALL::concat))
                .collect(Collectors.joining(","));
        return new ArrayList<>(List.of("perf", "stat", "-x", ",", "-e", events, "-p",
                pids.stream().map(String::valueOf).collect(Collectors.joining(","))));
    }

    private static List<String> strace(List<Long> pids) {
        List<String> command = new ArrayList<>(List.of("strace", "-c", "-f"));
        pids.forEach(each -> command.addAll(List.of("-p", each.toString())));
        return command;
    }

    private static List<Long> tree(long pid) {
        return Stream.concat(Stream.of(pid),
                ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid)).toList();
    }

    /** Waits until the tool has hold of every thread: of perf that shows in its descriptors, of strace in who traces whom. */
    private boolean attached() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_MOST);
        long last = -1;
        while (tool.isAlive() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            long now = perf ? events() : tracedThreads();
            if (now > 0 && now == last) {
                return tool.isAlive();
            }
            last = now;
        }
        return false;
    }

    private long events() throws IOException {
        long events = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc", Long.toString(tool.pid()), "fd"))) {
            for (Path descriptor : open) {
                events += Files.exists(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().contains("perf_event")
                                ? 1
                                : 0;
            }
        } catch (DirectoryIteratorException | NoSuchFileException ended) {
            return 0;
        }
        return events;
    }

    private long tracedThreads() throws IOException {
        long traced = 0;
        for (long each : tree(pid)) {
            try (DirectoryStream<Path> tasks = Files
                    .newDirectoryStream(Path.of("/proc", Long.toString(each), "task"))) {
                for (Path task : tasks) {
                    traced += Files.readString(task.resolve("status")).contains("TracerPid:\t" + tool.pid() + "\n")
                            ? 1
                            : 0;
                }
            } catch (DirectoryIteratorException | NoSuchFileException ended) {
                return 0;
            }
        }
        return traced;
    }
}
