package dev.refservers.conformance.script;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which scripts to run.
 *
 * @param only patterns of ids, of which one must match; none means all. A {@code *} stands for anything; a pattern
 *        without one also matches all ids that begin with it
 * @param skip patterns of ids that are left out
 * @param tags patterns of tags of which a script must have one; none means all. A {@code *} stands for anything
 * @param protocols protocols that are spoken; none means all
 */
public record Selection(List<String> only, List<String> skip, Set<String> tags, Set<String> protocols) {

    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), List.of(), Set.of(), Set.of());

    public Selection {
        only = List.copyOf(only);
        skip = List.copyOf(skip);
        tags = Set.copyOf(tags);
        protocols = Set.copyOf(protocols);
    }

    /** Only scripts whose ids match one of these. */
    public Selection only(String... patterns) {
        return new Selection(List.of(patterns), skip, tags, protocols);
    }

    /** No scripts whose ids match one of these. */
    public Selection skip(String... patterns) {
        return new Selection(only, List.of(patterns), tags, protocols);
    }

    /** Only scripts with a tag that matches one of these. */
    public Selection tagged(String... wanted) {
        return new Selection(only, skip, Set.of(wanted), protocols);
    }

    /** Only scripts that speak one of these protocols. */
    public Selection speaking(String... spoken) {
        return new Selection(only, skip, tags, Set.of(spoken));
    }

    /** Whether this script is among them. */
    public boolean includes(Script script) {
        return isMeant(script) && !anyMatches(skip, script.id());
    }

    /** The pattern by which this script is left out that would be among them otherwise; empty if it is not so. */
    public Optional<String> leavesOutBy(Script script) {
        return isMeant(script)
                ? skip.stream().filter(pattern -> matches(pattern, script.id())).findFirst()
                : Optional.empty();
    }

    private boolean isMeant(Script script) {
        return (only.isEmpty() || anyMatches(only, script.id()))
                && (tags.isEmpty() || script.tags().stream().anyMatch(this::isWanted))
                && (protocols.isEmpty() || script.speaksOneOf(protocols));
    }

    private boolean isWanted(String tag) {
        return tags.stream().anyMatch(pattern -> pattern.contains("*")
                ? Pattern.matches(regex(pattern), tag)
                : pattern.equals(tag));
    }

    private static boolean anyMatches(List<String> patterns, String id) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, id));
    }

    private static boolean matches(String pattern, String id) {
        return pattern.contains("*") ? Pattern.matches(regex(pattern), id) : id.startsWith(pattern);
    }

    private static String regex(String pattern) {
        return Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    }
}
