package dev.refservers.comparison.meters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads what a process and all its descendants use, from /proc as proc(5) describes it. Used by one thread.
 *
 * <p>
 * A process that ends while it is read counts as ended: its CPU time is in its parent's account from then on.
 */
public final class ProcessMeter {

    /** USER_HZ, in which the kernel gives times to user space, is 100 wherever a JDK runs; it is not the kernel's HZ. */
    private static final long NANOS_PER_TICK = 10_000_000;

    /** Names of threads have 15 characters. */
    private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre.*");

    private final long pid;

    /** A meter for the process with this id and its descendants. */
    public ProcessMeter(long pid) {
        this.pid = pid;
    }

    /** Whether processes can be metered on this system. */
    public static boolean available() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /**
     * CPU time in user and kernel mode so far. That of descendants that have ended comes in steps of 10 ms, and is known when
     * their parent has waited for them.
     */
    public long cpuNanos() {
        return processes().stream().mapToLong(ProcessMeter::cpuNanos).sum();
    }

    /** What is held now; takes a few milliseconds, or more with many threads. */
    public Usage usage() {
        int alive = 0;
        int threads = 0;
        long resident = 0;
        long proportional = 0;
        long voluntary = 0;
        long involuntary = 0;
        for (Path process : processes()) {
            List<String> status = lines(process.resolve("status"));
            if (status.isEmpty()) {
                continue;
            }
            alive++;
            threads += (int) number(status, "Threads:");
            resident += number(status, "VmRSS:") * 1024;
            long share = number(lines(process.resolve("smaps_rollup")), "Pss:");
            proportional = share < 0 || proportional < 0 ? -1 : proportional + share * 1024;
            for (Path task : children(process.resolve("task"))) {
                List<String> taskStatus = lines(task.resolve("status"));
                voluntary += Math.max(0, number(taskStatus, "voluntary_ctxt_switches:"));
                involuntary += Math.max(0, number(taskStatus, "nonvoluntary_ctxt_switches:"));
            }
        }
        return new Usage(alive, threads, resident, proportional, voluntary, involuntary);
    }

    /**
     * CPU time of the threads that compile, HotSpot's C1 and C2, where one of the processes is such a JVM. The JVM's own counters
     * know a compilation only when it is done, which may take as long as three windows of load.
     */
    public OptionalLong compilingNanos() {
        List<Path> compilers = processes().stream().flatMap(process -> children(process.resolve("task")).stream())
                .filter(task -> COMPILER.matcher(String.join("", lines(task.resolve("comm")))).matches()).toList();
        return compilers.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(compilers.stream().mapToLong(ProcessMeter::ranNanos).sum());
    }

    /** The first number of {@code schedstat}: how long a thread has run. */
    private static long ranNanos(Path task) {
        String schedstat = String.join("", lines(task.resolve("schedstat")));
        return schedstat.isEmpty() ? 0 : Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
    }

    private List<Path> processes() {
        List<Path> processes = new ArrayList<>();
        processes.add(Path.of("/proc", Long.toString(pid)));
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        handle.ifPresent(process -> process.descendants()
                .forEach(child -> processes.add(Path.of("/proc", Long.toString(child.pid())))));
        return processes;
    }

    /** The process's clock, and cutime + cstime: fields 16 and 17. The second field is a file name and may hold anything. */
    private static long cpuNanos(Path process) {
        String stat = String.join("\n", lines(process.resolve("stat")));
        long own = CpuClock.nanos(Long.parseLong(process.getFileName().toString()));
        if (stat.isEmpty() || own < 0) {
            return 0;
        }
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fromThird[16 - 3]) + Long.parseLong(fromThird[17 - 3]);
        return own + ticks * NANOS_PER_TICK;
    }

    /** The number behind a label such as {@code VmRSS:}, or -1. */
    private static long number(List<String> lines, String label) {
        for (String line : lines) {
            if (line.startsWith(label)) {
                return Long.parseLong(line.substring(label.length()).replace("kB", "").strip());
            }
        }
        return -1;
    }

    private static List<Path> children(Path directory) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(children::add);
        } catch (IOException | DirectoryIteratorException ended) {
            return List.of();
        }
        return children;
    }

    /** The lines of a file of /proc, or none when its process has ended or does not let us look. */
    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException endedOrNotOurs) {
            // Opening gives ENOENT, reading ESRCH, smaps_rollup of another user's process EACCES: all mean "nothing here".
            return List.of();
        }
    }
}
