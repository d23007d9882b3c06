package dev.refservers.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many connections this process may have open, by its limit of open files. */
final class OpenFiles {

    /** What a server has open beside its connections: its classes, its listening socket, what it waits on. */
    static final int SET_ASIDE = 32;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ROW = "Max open files";

    private OpenFiles() {}

    /** Connections that there is room for, at least 1; as many as can be counted where the system does not tell. */
    static int connections() {
        try {
            return connections(Files.readAllLines(LIMITS));
        } catch (IOException notLinux) {
            return Integer.MAX_VALUE;
        }
    }

    /** The same, by the lines of proc_pid_limits(5): a name in 26 columns, the soft limit, the hard one. */
    static int connections(List<String> limits) {
        for (String line : limits) {
            if (line.startsWith(ROW)) {
                String soft = line.substring(ROW.length()).strip().split("\\s+", 2)[0];
                return soft.equals("unlimited")
                        ? Integer.MAX_VALUE
                        : Math.clamp(Long.parseLong(soft) - SET_ASIDE, 1, Integer.MAX_VALUE);
            }
        }
        return Integer.MAX_VALUE;
    }
}
