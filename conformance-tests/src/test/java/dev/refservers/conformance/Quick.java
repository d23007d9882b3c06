package dev.refservers.conformance;

import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Scripts;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is tested when {@code -Dquick} is set, as {@code ./servers test} does without {@code --thorough}: less of the same.
 * Each script is played all the same, by three architectures or four.
 */
public final class Quick {

    private static final boolean ON = Boolean.getBoolean("quick");

    /** One of each family. */
    private static final Set<String> REPRESENTATIVES = Set.of("blocking", "threaded", "prefork", "select", "epoll",
            "async");

    /** An architecture plays one script of so many. */
    private static final int SHARES = 5;

    private Quick() {}

    /** One architecture of each family in a quick build, all of them in a thorough one. */
    public static List<Target> architectures() {
        return Targets.architectures().stream().filter(target -> !ON || REPRESENTATIVES.contains(target.name()))
                .toList();
    }

    /** How many of something. */
    public static int amount(int quick, int thorough) {
        return ON ? quick : thorough;
    }

    /** The scripts that an architecture plays: in a quick build each has another part of them. */
    static Selection scripts(String architecture) {
        if (!ON) {
            return Selection.ALL;
        }
        int share = Targets.architectures().stream().map(Target::name).toList().indexOf(architecture) % SHARES;
        List<String> ids = Scripts.bundled().stream().map(Script::id).toList();
        return Selection.ALL.only(IntStream.range(0, ids.size()).filter(i -> i % SHARES == share).mapToObj(ids::get)
                .toArray(String[]::new));
    }
}
