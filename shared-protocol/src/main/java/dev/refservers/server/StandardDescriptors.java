package dev.refservers.server;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Descriptors 0, 1 and 2, which whoever starts a process may have left closed. The next socket that was opened would get
 * such a number, and what is meant for the log would be written to a client. Used by the main thread.
 */
final class StandardDescriptors {

    /** The system gives the lowest number that is free. */
    private static final int LAST = 2;

    private static final Path OPEN = Path.of("/proc/self/fd");

    /** Kept for as long as the process lives: one that was collected would be closed. */
    private static final List<FileInputStream> FILLERS = new ArrayList<>();

    private StandardDescriptors() {}

    /** Fills those that are closed. Where nothing tells which descriptors are open, all are taken to be. */
    static void fill() throws IOException {
        for (int descriptor = 0; descriptor <= LAST; descriptor++) {
            if (Files.isDirectory(OPEN) && !Files.exists(OPEN.resolve(Integer.toString(descriptor)))) {
                FILLERS.add(new FileInputStream("/dev/null"));
            }
        }
    }
}
