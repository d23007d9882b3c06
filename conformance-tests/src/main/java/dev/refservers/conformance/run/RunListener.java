package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.Target;
import java.util.List;

/** Told about a run while it goes on, one call at a time, by the runner's threads. */
public interface RunListener {

    /** Listens to nothing. */
    RunListener NONE = new RunListener() {};

    /** These scripts will be run against the target. */
    default void started(Target target, List<Script> scripts) {}

    /** One script has its verdict. */
    default void finished(Result result) {}

    /** All scripts have their verdicts, and the target's servers have ended. */
    default void finished(TargetResults results) {}
}
