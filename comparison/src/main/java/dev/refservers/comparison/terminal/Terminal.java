package dev.refservers.comparison.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What our output goes to. */
public final class Terminal {

    /** What every table fits in. */
    public static final int WIDTH = 100;

    private Terminal() {}

    /** Whether standard error is a terminal that can go back to the start of a line. */
    public static boolean errorIsInteractive() {
        return !"dumb".equals(System.getenv("TERM")) && isTerminal(2);
    }

    /** Whether help texts may have colours: on a terminal, unless NO_COLOR is set (no-color.org). */
    public static boolean coloursWelcome() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM")) && isTerminal(1)
                && isTerminal(2);
    }

    /** Java tells only whether both input and output are terminals; on Linux each descriptor can be looked at. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notLinux) {
            // From JDK 22 to 24 there was always a console; now there is none again away from a terminal.
            return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        }
    }
}
