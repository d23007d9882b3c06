package dev.refservers.conformance.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A server that is broken on purpose.
 *
 * <pre>
 * broken: Of those who wait, the one is served first that came last.
 * file: shared-protocol/src/main/java/dev/refservers/protocol/queue/QueueStore.java
 * caught-by: blocking/order-of-service
 *
 * - Waiter oldest = queue.waiters.getFirst();
 * + Waiter oldest = queue.waiters.getLast();
 * </pre>
 *
 * @param id as the path of its file, {@code queue/newest-waiter-first}
 * @param broken in a sentence, what the server does wrong
 * @param file the source that is changed
 * @param caughtBy the scripts that must fail, by their ids without the values that they try
 * @param server the architecture that is run
 * @param changes each once in the file, whatever the indentation
 */
record Mutant(String id, String broken, Path file, List<String> caughtBy, String server, List<Change> changes) {

    /** Lines that are replaced by others. */
    record Change(List<String> from, List<String> to) {}

    private static final Path HOME = Path.of("..");

    /** Those in the folder, in order of their ids. */
    static List<Mutant> in(Path folder) throws IOException {
        return in(folder, ".mutant");
    }

    /** Servers that differ and are none the worse for it: {@code differs} and {@code passes} stand in their headers. */
    static List<Mutant> variants(Path folder) throws IOException {
        return in(folder, ".variant");
    }

    private static List<Mutant> in(Path folder, String ending) throws IOException {
        List<Mutant> mutants = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ending)).sorted().toList()) {
                String id = folder.relativize(file).toString().replace('\\', '/').replace(ending, "");
                mutants.add(parse(id, Files.readAllLines(file)));
            }
        }
        return mutants;
    }

    private static Mutant parse(String id, List<String> lines) {
        Map<String, String> header = new LinkedHashMap<>();
        int at = 0;
        for (; !lines.get(at).isBlank(); at++) {
            String[] sides = lines.get(at).split(": ", 2);
            header.put(switch (sides[0]) {
                case "differs" -> "broken";
                case "passes" -> "caught-by";
                default -> sides[0];
            }, sides[1].strip());
        }
        return new Mutant(id, value(id, header, "broken"), HOME.resolve(value(id, header, "file")),
                List.of(value(id, header, "caught-by").split(", ", -1)), header.getOrDefault("server", "select"),
                changes(lines.subList(at, lines.size())));
    }

    private static String value(String id, Map<String, String> header, String key) {
        String value = header.get(key);
        if (value == null) {
            throw new IllegalArgumentException("mutant " + id + " has no '" + key + ": '");
        }
        return value;
    }

    private static List<Change> changes(List<String> lines) {
        List<Change> changes = new ArrayList<>();
        Change change = new Change(new ArrayList<>(), new ArrayList<>());
        for (String line : lines) {
            if (line.startsWith("- ")) {
                change.from().add(line.substring(2).strip());
            } else if (line.startsWith("+ ")) {
                change.to().add(line.substring(2));
            } else if (!change.from().isEmpty()) {
                changes.add(change);
                change = new Change(new ArrayList<>(), new ArrayList<>());
            }
        }
        if (!change.from().isEmpty()) {
            changes.add(change);
        }
        return changes;
    }

    /** The source with the changes in it. */
    String source() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        for (Change change : changes) {
            int at = place(lines, change.from());
            lines.subList(at, at + change.from().size()).clear();
            lines.addAll(at, change.to());
        }
        return String.join("\n", lines);
    }

    private int place(List<String> lines, List<String> wanted) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i + wanted.size() <= stripped.size(); i++) {
            if (stripped.subList(i, i + wanted.size()).equals(wanted)) {
                places.add(i);
            }
        }
        if (places.size() != 1) {
            throw new IllegalStateException("mutant " + id + " does not apply: " + file + " has these lines "
                    + places.size() + " times, not once: " + String.join(" / ", wanted)
                    + ". Write the change for what the code says now.");
        }
        return places.getFirst();
    }

    /** Whether a script with this id, values and all, is one of those that must catch it. */
    boolean isCaughtBy(String scriptId) {
        return caughtBy.contains(withoutValues(scriptId));
    }

    static String withoutValues(String scriptId) {
        int bracket = scriptId.indexOf('[');
        return bracket < 0 ? scriptId : scriptId.substring(0, bracket);
    }

    @Override
    public String toString() {
        return id;
    }
}
