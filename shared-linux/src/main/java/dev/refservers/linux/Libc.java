package dev.refservers.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/**
 * Finds the functions of the C library that the JVM itself is linked with.
 *
 * <p>
 * Each handle takes a {@link CallState#captured} segment before the function's own arguments, and errno is in there
 * after a failure. The handles belong in {@code static final} fields and are called by {@code invokeExact}: then a call
 * allocates nothing. None is {@link Linker.Option#critical critical}: that would stop the garbage collector while the
 * kernel makes us wait, and errno could not be captured.
 */
final class Libc {

    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private Libc() {}

    /** Whether the C library has a function of this name: old ones lack some. */
    static boolean has(String name) {
        return Linker.nativeLinker().defaultLookup().find(name).isPresent();
    }

    /** The function of this name, with this result and these parameters. */
    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        return find(name, FunctionDescriptor.of(result, parameters), ERRNO);
    }

    /** The same for a function declared with {@code ...} after its first {@code fixed} parameters. */
    static MethodHandle variadic(String name, int fixed, MemoryLayout result, MemoryLayout... parameters) {
        return find(name, FunctionDescriptor.of(result, parameters), ERRNO, Linker.Option.firstVariadicArg(fixed));
    }

    // Restricted, because a descriptor that does not match the function corrupts memory: so each stands below its
    // declaration in C.
    @SuppressWarnings("restricted")
    private static MethodHandle find(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** C throws nothing; but the call itself may, for want of stack, or because its memory has been freed. */
    static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError("A method handle of C throws nothing checked", thrown);
        };
    }
}
