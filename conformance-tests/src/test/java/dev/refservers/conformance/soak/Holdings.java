package dev.refservers.conformance.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server's processes hold together, by proc(5), and the heap of the first one, by jcmd.
 *
 * @param processes of the server
 * @param descriptors open files, sockets and the like
 * @param threads of all kinds, those of the JVM too
 * @param heapBytes what is reachable on the heap, after a full collection
 * @param residentBytes RSS, with all that the JVM has made besides: compiled code, buffers, stacks
 */
record Holdings(int processes, long descriptors, long threads, long heapBytes, long residentBytes) {

    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern HISTOGRAM_TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    static Holdings of(long pid) throws IOException, InterruptedException {
        long heapBytes = heapBytes(pid);
        List<Long> processes = Stream
                .concat(Stream.of(pid), ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid))
                .toList();
        long descriptors = 0;
        long threads = 0;
        long residentBytes = 0;
        for (long process : processes) {
            Path folder = Path.of("/proc", Long.toString(process));
            String status = Files.readString(folder.resolve("status"));
            descriptors += count(folder.resolve("fd"));
            threads += number(THREADS, status);
            residentBytes += number(RESIDENT, status) << 10;
        }
        return new Holdings(processes.size(), descriptors, threads, heapBytes, residentBytes);
    }

    /** To count what is reachable, jcmd has the JVM collect garbage first. */
    private static long heapBytes(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid), "GC.class_histogram").redirectErrorStream(true).start();
        String printed = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd: " + printed);
        }
        return number(HISTOGRAM_TOTAL, printed);
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (UncheckedIOException gone) {
            if (gone.getCause() instanceof NoSuchFileException) {
                return count(folder);
            }
            throw gone;
        }
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException(pattern + " is not in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public String toString() {
        return "%d descriptors, %d threads, %,d KiB heap, %,d KiB resident".formatted(descriptors, threads,
                heapBytes >> 10, residentBytes >> 10);
    }
}
