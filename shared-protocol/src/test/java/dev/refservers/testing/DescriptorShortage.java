package dev.refservers.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A process that runs out of descriptors while it runs. One that starts with few takes no more clients than they are enough for, so the
 * limit is lowered afterwards: as if it had opened as many files for something else.
 */
public final class DescriptorShortage {

    private DescriptorShortage() {}

    /**
     * Leaves the process with no more than these that it may still open, by prlimit(1).
     *
     * @throws IOException if that cannot be done
     */
    public static void leave(long pid, int free) throws IOException, InterruptedException {
        long open;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            open = descriptors.count();
        }
        int exit = new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--nofile=" + (open + free)).inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("prlimit ended with exit code " + exit);
        }
    }
}
