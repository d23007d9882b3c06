package dev.refservers.comparison.meters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Asks a JVM to collect its garbage, so that what is left is what it needs. */
public final class GarbageCollection {

    private static final int SECONDS_MOST = 20;

    private GarbageCollection() {}

    /** Returns when it is done; does nothing where the process is no JVM, or {@code jcmd} is not there. */
    public static void run(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (PerfData.of(pid).isEmpty() || !Files.isExecutable(jcmd)) {
            return;
        }
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS_MOST, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException notStarted) {
            throw new UncheckedIOException("jcmd could not be started", notStarted);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
