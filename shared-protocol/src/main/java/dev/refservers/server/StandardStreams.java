package dev.refservers.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What standard output and standard error are connected to. Of use on Linux; elsewhere nothing is known. */
public final class StandardStreams {

    /** The descriptor of standard output. */
    public static final int OUTPUT = 1;
    /** The descriptor of standard error. */
    public static final int ERROR = 2;

    private StandardStreams() {}

    /** Whether writing to it can fail only because its reader has closed it. */
    public static boolean isPipe(int descriptor) {
        String target = target(descriptor);
        return target.startsWith("pipe:") || target.startsWith("socket:");
    }

    /** Whether both are one file, pipe or terminal. */
    public static boolean areTheSame() {
        return !target(OUTPUT).isEmpty() && target(OUTPUT).equals(target(ERROR));
    }

    private static String target(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }
}
