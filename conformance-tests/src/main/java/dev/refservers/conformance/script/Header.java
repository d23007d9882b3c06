package dev.refservers.conformance.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The lines {@code key: value} at the top of a script. */
final class Header {

    private enum Key {
        ID, TITLE, SPEC, PROTOCOL, LEVEL, TAGS, NEEDS, SHOWS_LACK_OF, SETTINGS, WITH, LIMIT;

        final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

        static String words() {
            return String.join(", ", Arrays.stream(values()).map(key -> key.word).toList());
        }
    }

    static final Set<String> PROTOCOLS = new TreeSet<>(Set.of("queue", "echo", "http"));

    /** What {@code settings} may name: the options of a server's command line that are about its behaviour. */
    static final Set<String> SETTINGS = new TreeSet<>(Set.of("backlog", "grace-millis", "max-connections",
            "max-bulk-bytes", "max-arguments", "max-inline-bytes", "output-high-water-bytes",
            "max-waiting-input-bytes", "max-queued-bytes", "max-buffered-bytes", "idle-timeout-millis",
            "linger-millis"));

    private final String file;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final int end;

    private record Entry(int line, String value) {}

    /** Reads the header of these lines, which ends at the first blank line. */
    Header(String file, List<String> lines) {
        this.file = file;
        int line = 0;
        while (line < lines.size() && !lines.get(line).isBlank()) {
            String text = lines.get(line++).strip();
            if (!text.startsWith("#")) {
                add(line, text);
            }
        }
        end = line;
        for (Key key : List.of(Key.ID, Key.TITLE, Key.SPEC)) {
            if (!entries.containsKey(key)) {
                throw wrong(1, "the header has no '" + key.word + ": '");
            }
        }
    }

    private void add(int line, String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon).strip();
        Key key = Arrays.stream(Key.values()).filter(candidate -> candidate.word.equals(word)).findFirst()
                .orElseThrow(() -> wrong(line, "'" + word + "' is no key of a header; there is " + Key.words()
                        + ", each with a colon. A blank line ends the header"));
        if (colon < 0) {
            throw wrong(line, "'" + word + "' has no colon behind it");
        }
        String value = text.substring(colon + 1).strip();
        if (value.isEmpty()) {
            throw wrong(line, "'" + word + "' has no value");
        }
        if (entries.putIfAbsent(key, new Entry(line, value)) != null) {
            throw wrong(line, "'" + word + "' is told twice");
        }
    }

    /** The number of the line behind the header. */
    int end() {
        return end;
    }

    String id() {
        Entry entry = entry(Key.ID).orElseThrow();
        if (!entry.value.matches("[a-z0-9-]+(/[a-z0-9-]+)+")) {
            throw wrong(entry.line,
                    "the id is '" + entry.value + "', but must be lower-case words as group/what-it-shows");
        }
        return entry.value;
    }

    String title() {
        return entry(Key.TITLE).orElseThrow().value;
    }

    List<String> rules() {
        Entry entry = entry(Key.SPEC).orElseThrow();
        List<String> rules = words(entry);
        for (String rule : rules) {
            if (!rule.matches("\\d+\\.\\d+[a-z]?")) {
                throw wrong(entry.line,
                        "'" + rule + "' is no rule of the protocol; it is a section and a number, and a letter if "
                                + "it is not the rule's first sentence, as 6.7 or 6.7b");
            }
        }
        return rules;
    }

    String protocol() {
        Optional<Entry> entry = entry(Key.PROTOCOL);
        String protocol = entry.map(Entry::value).orElse("queue");
        if (!PROTOCOLS.contains(protocol)) {
            throw wrong(entry.map(Entry::line).orElse(1),
                    "'" + protocol + "' is no protocol; there is " + String.join(", ", PROTOCOLS));
        }
        return protocol;
    }

    Level level() {
        return entry(Key.LEVEL).map(entry -> Arrays.stream(Level.values())
                .filter(level -> level.word().equals(entry.value)).findFirst()
                .orElseThrow(() -> wrong(entry.line, "'" + entry.value
                        + "' is no level; there is must, should, may, info")))
                .orElse(Level.MUST);
    }

    Set<String> tags() {
        return entry(Key.TAGS).map(entry -> (Set<String>) new TreeSet<>(words(entry))).orElse(Set.of());
    }

    Set<Capability> needs() {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        entry(Key.NEEDS).ifPresent(entry -> words(entry).forEach(word -> needs.add(capability(entry, word))));
        return needs;
    }

    Optional<Capability> showsLackOf() {
        return entry(Key.SHOWS_LACK_OF).map(entry -> capability(entry, entry.value));
    }

    private Capability capability(Entry entry, String word) {
        return Capability.of(word).orElseThrow(() -> wrong(entry.line,
                "'" + word + "' is no capability; there is " + Capability.words()));
    }

    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        entry(Key.SETTINGS).ifPresent(entry -> assignments(entry).forEach((name, values) -> {
            if (!SETTINGS.contains(name)) {
                throw wrong(entry.line, "'" + name + "' is no setting; there is " + String.join(", ", SETTINGS));
            }
            if (values.size() != 1 || !values.getFirst().matches("\\d+")) {
                throw wrong(entry.line, "'" + name + "' must have one whole number, as " + name + " = 3");
            }
            settings.put(name, values.getFirst());
        }));
        return settings;
    }

    /** The variables that are tried with several values. */
    Map<String, List<String>> with() {
        return entry(Key.WITH).map(this::assignments).orElse(Map.of());
    }

    Duration limit() {
        return entry(Key.LIMIT).map(entry -> {
            LineScanner in = new LineScanner(file, entry.line, entry.value, Set.of());
            Duration limit = in.duration("the limit");
            in.mustEnd("a limit is one duration");
            return limit;
        }).orElse(Script.DEFAULT_LIMIT);
    }

    private Map<String, List<String>> assignments(Entry entry) {
        Map<String, List<String>> assignments = new LinkedHashMap<>();
        for (String assignment : entry.value.split(",", -1)) {
            String[] sides = assignment.split("=", -1);
            if (sides.length != 2 || !sides[0].strip().matches("[a-z][a-z0-9-]*") || sides[1].isBlank()) {
                throw wrong(entry.line,
                        "'" + assignment.strip() + "' is no assignment; it is name = value, and several "
                                + "have a comma between them");
            }
            assignments.put(sides[0].strip(), List.of(sides[1].strip().split("\\s+", -1)));
        }
        return assignments;
    }

    private static List<String> words(Entry entry) {
        List<String> words = new ArrayList<>();
        for (String word : entry.value.split("[,\\s]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private Optional<Entry> entry(Key key) {
        return Optional.ofNullable(entries.get(key));
    }

    private ScriptSyntaxException wrong(int line, String message) {
        return new ScriptSyntaxException(file, line, message);
    }
}
