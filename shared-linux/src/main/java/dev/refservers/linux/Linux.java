package dev.refservers.linux;

import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/** Whether this package can be used here: ask before any other class of it is touched. */
public final class Linux {

    private Linux() {}

    /** Why the calls of this package cannot be made on this machine, as a sentence; empty where they can. */
    public static Optional<String> unavailable() {
        return unavailable(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Optional<String> unavailable(String system, String processor) {
        if (!system.equals("Linux")) {
            return Optional.of("it calls the Linux kernel, and this is " + system + ": use Linux, or a container.");
        }
        if (!isX86(processor) && !isArm(processor)) {
            return Optional.of("its calls are laid out for x86-64 and aarch64, and this is " + processor
                    + ": use another architecture of the list.");
        }
        return Optional.empty();
    }

    /** Whether this is x86-64, where the kernel packs {@code struct epoll_event}. */
    static boolean isX86() {
        return isX86(System.getProperty("os.arch", ""));
    }

    private static boolean isX86(String processor) {
        return switch (processor.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> true;
            default -> false;
        };
    }

    private static boolean isArm(String processor) {
        return processor.equalsIgnoreCase("aarch64") && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }
}
