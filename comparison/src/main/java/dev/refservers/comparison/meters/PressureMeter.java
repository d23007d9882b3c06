package dev.refservers.comparison.meters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long something on this machine had to wait for a core, since it started: the kernel's pressure stall information. */
public final class PressureMeter {

    private static final Path FILE = Path.of("/proc/pressure/cpu");
    private static final Pattern SOME = Pattern.compile("(?m)^some .*total=(\\d+)");

    private PressureMeter() {}

    /** Microseconds in which at least one task waited; empty where the kernel does not tell. */
    public static OptionalLong micros() {
        try {
            return parse(Files.readString(FILE));
        } catch (IOException noPressure) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong parse(String text) {
        Matcher some = SOME.matcher(text);
        return some.find() ? OptionalLong.of(Long.parseLong(some.group(1))) : OptionalLong.empty();
    }
}
