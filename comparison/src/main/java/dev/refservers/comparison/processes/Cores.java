package dev.refservers.comparison.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        if (Programs.find("taskset").isEmpty()) {
            return unpinned("taskset is not installed (Debian: util-linux)");
        }
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

    /** The command that runs {@code command} on this core. */
    public static List<String> on(OptionalInt core, List<String> command) {
        if (core.isEmpty()) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core.getAsInt())));
        pinned.addAll(command);
        return pinned;
    }

    private static List<Integer> allowed() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status"))
                    .stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .findFirst()
                    .map(line -> parse(line.substring(line.indexOf(':') + 1).strip()))
                    .orElse(List.of());
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    /** Parses a list such as {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
            for (int core = first; core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }
}
