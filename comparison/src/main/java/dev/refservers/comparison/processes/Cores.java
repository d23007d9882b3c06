package dev.refservers.comparison.processes;

import dev.refservers.linux.Linux;
import dev.refservers.linux.Processes;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which core the server runs on and which the generator: one each, so that neither takes time from the other.
 *
 * @param server the server's core; empty when processes are not pinned
 * @param generator the generator's core; empty when processes are not pinned
 * @param sentence says so, for the report
 */
public record Cores(OptionalInt server, OptionalInt generator, String sentence) {

    /** The last core that we may use for the server, the first, which gets most interrupts, for the generator. */
    public static Cores choose() {
        List<Integer> allowed = allowed();
        if (allowed.size() < 2) {
            return unpinned("there is one core only");
        }
        int server = allowed.getLast();
        int generator = allowed.getFirst();
        return new Cores(OptionalInt.of(server), OptionalInt.of(generator), "Each server has one core (" + server
                + "), the generator another (" + generator + "): a server with several loops has one core too.");
    }

    /** Server and generator run wherever the kernel puts them. */
    public static Cores unpinned(String because) {
        return new Cores(OptionalInt.empty(), OptionalInt.empty(),
                "Server and generator are not pinned to cores: " + because + ".");
    }

    /** Whether each has a core of its own. */
    public boolean pinned() {
        return server.isPresent();
    }

    /** Something that starts a process. */
    @FunctionalInterface
    public interface Start<T> {
        /** Starts it. */
        T start() throws IOException;
    }

    /**
     * Starts a process on this core: a process inherits the cores of the thread that starts it. Called by a platform thread.
     *
     * @param core any, if empty
     */
    public static <T> T on(OptionalInt core, Start<T> start) throws IOException {
        if (core.isEmpty()) {
            return start.start();
        }
        BitSet before = Processes.cores();
        BitSet only = new BitSet();
        only.set(core.getAsInt());
        Processes.runOn(only);
        try {
            return start.start();
        } finally {
            Processes.runOn(before);
        }
    }

    private static List<Integer> allowed() {
        if (Linux.unavailable().isPresent()) {
            return List.of();
        }
        try {
            return Processes.cores().stream().boxed().toList();
        } catch (IOException unknown) {
            return List.of();
        }
    }
}
