package dev.refservers.comparison.terminal;

import dev.refservers.linux.Linux;
import dev.refservers.linux.TerminalSize;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What our output goes to. */
public final class Terminal {

    /** What every table fits in. */
    public static final int WIDTH = 100;

    private static final int USUAL_COLUMNS = 80;

    private Terminal() {}

    /** Whether standard error is a terminal that can go back to the start of a line. */
    public static boolean errorIsInteractive() {
        return !"dumb".equals(System.getenv("TERM")) && isTerminal(2);
    }

    /** As much of a line as has room in so many columns. */
    public static String cut(String line, int columns) {
        return line.substring(0, line.offsetByCodePoints(0, Math.min(line.codePointCount(0, line.length()), columns)));
    }

    /**
     * The text with everything that would make a terminal do something, or turn lines around, as its number: what is in a file, or
     * comes from a server, may be there for that. Lines remain lines.
     */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            boolean acts = Character.isISOControl(each) || Character.getType(each) == Character.FORMAT;
            if (acts && each != '\n' && each != '\t') {
                visible.append(String.format(Locale.ROOT, "\\u%04x", each));
            } else {
                visible.appendCodePoint(each);
            }
        });
        return visible.toString();
    }

    /** Whether help texts may have colours: on a terminal, unless NO_COLOR is set (no-color.org). */
    public static boolean coloursWelcome() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM")) && isTerminal(1)
                && isTerminal(2);
    }

    /**
     * The columns that a line which is drawn again may have on standard error: one that wraps could not be cleared. One fewer than the
     * terminal has, since some wrap as soon as the last one is written.
     */
    public static int errorColumns() {
        OptionalInt columns = Linux.unavailable().isEmpty() ? TerminalSize.columns(2) : OptionalInt.empty();
        return Math.clamp(columns.orElse(USUAL_COLUMNS) - 1, 1, WIDTH);
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
