package dev.refservers.conformance.junit;

import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.targets.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * All scripts of the suite as tests of one server. Extend it:
 *
 * <pre>
 * final class MyServerConformanceTest extends ConformanceTests {
 *     &#64;Override
 *     protected Target target() {
 *         return Targets.architecture("mine");
 *     }
 * }
 * </pre>
 *
 * <p>
 * Each script is a dynamic test with its title and id as display name, and its file as source. A script that is not
 * applicable, or cannot be run, is an aborted test with the reason. The server runs in a process of its own; it is
 * started when the first test begins, and scripts run ahead of the tests that report them.
 */
public abstract class ConformanceTests {

    /** What the scripts are run against. */
    protected abstract Target target();

    /** Which scripts are run; all of the target's protocols unless overridden. */
    protected Selection selection() {
        return Selection.ALL;
    }

    /** How they are run. */
    protected RunOptions options() {
        return RunOptions.DEFAULT;
    }

    /** The tests, in folders as the scripts are. Called by JUnit. */
    @TestFactory
    public Stream<DynamicNode> scripts() {
        return ScriptTests.of(Suite.bundled().select(selection()), target(), options());
    }
}
