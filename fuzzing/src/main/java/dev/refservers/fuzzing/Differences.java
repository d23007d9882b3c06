package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The declared differences, and which of them were needed. Used by one thread. */
public final class Differences {

    private static final List<String> KEYS = List.of("difference", "reason", "asked", "reference", "target");
    private static final String SELDOM = "seldom";

    private final List<Difference> all;
    private final Set<String> used = new HashSet<>();

    private Differences(List<Difference> all) {
        this.all = List.copyOf(all);
    }

    /** Those of servers of the queue protocol from Redis 7.0, with reasons: {@code differences.txt}. */
    public static Differences declared() {
        try (InputStream in = Differences.class.getResourceAsStream("differences.txt")) {
            if (in == null) {
                throw new IllegalStateException("differences.txt is not on the class path");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** None: every byte counts. */
    public static Differences none() {
        return new Differences(List.of());
    }

    /**
     * Reads entries of five lines, or six, with blank lines between.
     *
     * @throws IllegalArgumentException if the text is not as it must be; the message tells where
     */
    static Differences parse(String text) {
        List<Difference> all = new ArrayList<>();
        Map<String, String> entry = new LinkedHashMap<>();
        int number = 0;
        for (String line : (text + "\n\n").lines().toList()) {
            number++;
            if (line.isBlank()) {
                if (!entry.isEmpty()) {
                    all.add(difference(entry, number));
                    entry.clear();
                }
            } else if (!line.startsWith("#")) {
                int colon = line.indexOf(':');
                String key = colon < 0 ? line : line.substring(0, colon);
                if (!(KEYS.contains(key) || key.equals(SELDOM))
                        || entry.put(key, line.substring(colon + 1).strip()) != null) {
                    throw new IllegalArgumentException("line " + number + ": '" + key + "' is not one of "
                            + String.join(", ", KEYS) + ", " + SELDOM + ", or stands there twice");
                }
            }
        }
        return new Differences(all);
    }

    private static Difference difference(Map<String, String> entry, int line) {
        if (!entry.keySet().containsAll(KEYS) || entry.containsValue("")) {
            throw new IllegalArgumentException("the entry before line " + line + " must have "
                    + String.join(", ", KEYS) + ", each with a value");
        }
        return new Difference(value(entry, "difference"), value(entry, "reason"), pattern(entry, "asked", line),
                pattern(entry, "reference", line), pattern(entry, "target", line),
                entry.containsKey(SELDOM));
    }

    private static Pattern pattern(Map<String, String> entry, String key, int line) {
        try {
            return Pattern.compile(value(entry, key), Pattern.DOTALL);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("the entry before line " + line + ": " + key + ": "
                    + wrong.getMessage(), wrong);
        }
    }

    private static String value(Map<String, String> entry, String key) {
        return entry.getOrDefault(key, "");
    }

    /** Whether these two replies to the same command may differ as they do. */
    boolean allow(String asked, Bytes expected, Bytes came) {
        Optional<Difference> allowing = all.stream().filter(one -> one.allows(asked, expected, came)).findFirst();
        allowing.ifPresent(one -> used.add(one.name()));
        return allowing.isPresent();
    }

    /** Whether some entry could be about this reply: then it is not pinned in a script, since servers differ in it. */
    boolean mayConcern(String asked, Bytes expected) {
        return all.stream().anyMatch(one -> one.asked().matcher(asked).matches()
                && one.reference().matcher(expected.latin1()).matches());
    }

    /** The names of entries. */
    public List<String> names() {
        return all.stream().map(Difference::name).toList();
    }

    /** The names of entries that have allowed nothing so far, but for those that are seldom met. */
    public List<String> unused() {
        return all.stream().filter(one -> !one.seldom() && !used.contains(one.name())).map(Difference::name).toList();
    }
}
