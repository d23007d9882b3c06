package dev.refservers.comparison.meters;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The counters that a HotSpot JVM keeps in a file for {@code jstat} to read: whoever reads them neither stops the JVM nor
 * starts one of its own. {@code PerfMemory} in OpenJDK's sources describes the format, version 2.0.
 */
final class PerfData {

    private static final int MAGIC = 0xcafec0c0;
    private static final int BYTE_ORDER_AT = 4;
    private static final int ENTRY_OFFSET_AT = 24;

    private PerfData() {}

    /** The counters of a process that are numbers, by name; none where it is no JVM, or has ended. */
    static Map<String, Long> of(long pid) {
        try (DirectoryStream<Path> users = Files.newDirectoryStream(Path.of("/tmp"), "hsperfdata_*")) {
            for (Path user : users) {
                Path file = user.resolve(Long.toString(pid));
                if (Files.isReadable(file)) {
                    return parse(Files.readAllBytes(file));
                }
            }
        } catch (IOException endedMeanwhile) {
            return Map.of();
        }
        return Map.of();
    }

    /** Reads such a file; what was cut off is left out. */
    static Map<String, Long> parse(byte[] file) {
        Map<String, Long> counters = new HashMap<>();
        ByteBuffer data = ByteBuffer.wrap(file);
        try {
            if (data.getInt() != MAGIC) {
                return counters;
            }
            data.order(data.get(BYTE_ORDER_AT) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            int entry = data.getInt(ENTRY_OFFSET_AT);
            int count = data.getInt(ENTRY_OFFSET_AT + 4);
            for (int i = 0; i < count; i++) {
                int length = data.getInt(entry);
                int name = entry + data.getInt(entry + 4);
                boolean isNumber = data.getInt(entry + 8) == 0 && data.get(entry + 12) == 'J';
                if (isNumber) {
                    counters.put(text(file, name), data.getLong(entry + data.getInt(entry + 16)));
                }
                entry += length;
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException cutOff) {
            return counters;
        }
        return counters;
    }

    private static String text(byte[] file, int from) {
        int to = from;
        while (file[to] != 0) {
            to++;
        }
        return new String(file, from, to - from, StandardCharsets.US_ASCII);
    }
}
