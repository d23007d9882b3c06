package dev.refservers.comparison.meters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory that the kernel holds for all processes of this machine together: only differences say something.
 *
 * @param tcpBytes what waits in the buffers of TCP connections
 * @param slabBytes the kernel's own objects, among them sockets, open files and what epoll remembers of them
 * @param stackBytes of the kernel, for each thread
 * @param pageTableBytes which page of which process is where
 */
public record KernelMeter(long tcpBytes, long slabBytes, long stackBytes, long pageTableBytes) {

    private static final int PAGE_BYTES = 4096;
    private static final Pattern TCP_PAGES = Pattern.compile("(?m)^TCP: .* mem (\\d+)");

    /** Reads it now. */
    public static KernelMeter read() {
        try {
            return parse(Files.readString(Path.of("/proc/net/sockstat")), Files.readString(Path.of("/proc/meminfo")));
        } catch (IOException noProc) {
            throw new UncheckedIOException("cannot read what the kernel holds", noProc);
        }
    }

    static KernelMeter parse(String sockstat, String meminfo) {
        Matcher pages = TCP_PAGES.matcher(sockstat);
        return new KernelMeter(pages.find() ? Long.parseLong(pages.group(1)) * PAGE_BYTES : 0,
                kilobytes(meminfo, "SUnreclaim:"), kilobytes(meminfo, "KernelStack:"),
                kilobytes(meminfo, "PageTables:"));
    }

    /** What was taken since. */
    public KernelMeter since(KernelMeter earlier) {
        return new KernelMeter(tcpBytes - earlier.tcpBytes, slabBytes - earlier.slabBytes,
                stackBytes - earlier.stackBytes, pageTableBytes - earlier.pageTableBytes);
    }

    /** The number of kilobytes behind a label at the start of a line, in bytes, or 0. */
    static long kilobytes(String text, String label) {
        return text.lines().filter(line -> line.startsWith(label)).findFirst()
                .map(line -> Long.parseLong(line.substring(label.length()).replace("kB", "").strip()) * 1024)
                .orElse(0L);
    }
}
