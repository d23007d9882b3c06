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
 * Each script is a dynamic test with its title and id as display name, and its file and line as source, so that a
 * development environment opens it. A script that is not applicable, or cannot be run, is an aborted test with the
 * reason. The server runs in a process of its own; it is started when the first test begins, and scripts run ahead of
 * the tests that report them.
 *
 * <p>
 * Three system properties choose and change what is run, for whoever looks into one failure: {@code scripts.only} and
 * {@code scripts.skip}, patterns of ids with commas between them, and {@code scripts.patience}, which multiplies every
 * time limit. {@code mvn test -Dtest=MyServerConformanceTest -Dscripts.only=blocking/,close/half-close*}
 */
public abstract class ConformanceTests {

    /** Only what fails takes longer by this; what passes must not fail because the machine was slow for a moment. */
    private static final double PATIENCE = 3;

    /** What the scripts are run against. Called once. */
    protected abstract Target target();

    /** Which scripts are run; all of the target's protocols unless overridden. */
    protected Selection selection() {
        return Selection.ALL;
    }

    /** How they are run; with three times the usual limits unless overridden. */
    protected RunOptions options() {
        return RunOptions.DEFAULT.withTimeoutScale(PATIENCE);
    }

    /** The tests, in folders as the scripts are. Called by JUnit. */
    @TestFactory
    public Stream<DynamicNode> scripts() {
        RunOptions options = options();
        double patience = Double.parseDouble(System.getProperty("scripts.patience", "1"));
        return ScriptTests.of(Suite.bundled().select(selection()).select(asked()), target(),
                options.withTimeoutScale(options.timeoutScale() * patience));
    }

    private static Selection asked() {
        return Selection.ALL.only(list("scripts.only")).skip(list("scripts.skip"));
    }

    private static String[] list(String property) {
        String value = System.getProperty(property, "");
        return value.isBlank() ? new String[0] : value.strip().split("\\s*,\\s*", -1);
    }
}
