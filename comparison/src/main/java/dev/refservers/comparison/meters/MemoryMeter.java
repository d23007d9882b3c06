package dev.refservers.comparison.meters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Memory of a process and its descendants, from /proc/PID/smaps_rollup: pages that processes share are divided among them.
 *
 * @param proportionalBytes all of it
 * @param anonymousBytes the part that is no file: heap, stacks, buffers
 */
public record MemoryMeter(long proportionalBytes, long anonymousBytes) {

    /** Reads it now. */
    public static MemoryMeter read(long pid) {
        Stream<Long> descendants = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid);
        return Stream.concat(Stream.of(pid), descendants).map(MemoryMeter::one).reduce(new MemoryMeter(0, 0),
                (one, other) -> new MemoryMeter(one.proportionalBytes + other.proportionalBytes,
                        one.anonymousBytes + other.anonymousBytes));
    }

    private static MemoryMeter one(long pid) {
        try {
            String rollup = Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup"));
            return new MemoryMeter(KernelMeter.kilobytes(rollup, "Pss:"), KernelMeter.kilobytes(rollup, "Pss_Anon:"));
        } catch (IOException ended) {
            return new MemoryMeter(0, 0);
        }
    }
}
