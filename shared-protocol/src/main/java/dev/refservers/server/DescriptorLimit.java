package dev.refservers.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** For how many connections the descriptors are enough that a process may have open ({@code ulimit -n}). */
final class DescriptorLimit {

    /**
     * For what a server opens later: its listener and its log, class files, and those who are refused, since each of them
     * keeps one until it has read why.
     */
    static final int OTHER_DESCRIPTORS = 32;

    private static final Path PROCESS = Path.of("/proc/self");
    private static final Pattern SOFT_LIMIT = Pattern.compile("Max open files +(\\d+) .*");

    private DescriptorLimit() {}

    /** At least 1; as many as one likes where the system does not say. */
    static int connections(int descriptorsEach) {
        return connections(PROCESS, descriptorsEach);
    }

    /** The same, for the process whose files these are. */
    static int connections(Path process, int descriptorsEach) {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            long limit = limit(Files.readAllLines(process.resolve("limits")));
            long free = limit - open.count() - OTHER_DESCRIPTORS;
            return Math.clamp(free / descriptorsEach, 1, Integer.MAX_VALUE);
        } catch (IOException notSaid) {
            return Integer.MAX_VALUE;
        }
    }

    private static long limit(List<String> lines) {
        for (String line : lines) {
            Matcher soft = SOFT_LIMIT.matcher(line);
            if (soft.matches()) {
                return Long.parseLong(soft.group(1));
            }
        }
        return Long.MAX_VALUE;
    }
}
