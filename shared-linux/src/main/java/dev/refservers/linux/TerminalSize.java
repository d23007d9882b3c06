package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/** How large a terminal is: sys/ioctl.h, ioctl_tty(2). Safe for use by many threads. */
public final class TerminalSize {

    /** Asks for the size of a terminal's window. */
    public static final int TIOCGWINSZ = 0x5413;

    // struct winsize {
    //     unsigned short ws_row;
    //     unsigned short ws_col;
    //     unsigned short ws_xpixel;   /* unused */
    //     unsigned short ws_ypixel;   /* unused */
    // };
    static final StructLayout WINSIZE = MemoryLayout.structLayout(JAVA_SHORT.withName("ws_row"),
            JAVA_SHORT.withName("ws_col"), JAVA_SHORT.withName("ws_xpixel"), JAVA_SHORT.withName("ws_ypixel"))
            .withName("struct winsize");
    private static final long COLUMNS = WINSIZE.byteOffset(PathElement.groupElement("ws_col"));

    // int ioctl(int fd, unsigned long request, ...);
    private static final MethodHandle IOCTL = Libc.variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);

    private TerminalSize() {}

    /** The columns of the terminal behind a descriptor; empty if it is none, or does not know its size. */
    public static OptionalInt columns(int descriptor) {
        CallState state = CallState.ofThread();
        int result;
        try {
            result = (int) IOCTL.invokeExact(state.captured, descriptor, (long) TIOCGWINSZ, state.scratch);
        } catch (Throwable thrown) {
            throw Libc.unchecked(thrown);
        }
        int columns = result < 0 ? 0 : Short.toUnsignedInt(state.scratch.get(JAVA_SHORT, COLUMNS));
        return columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
    }
}
