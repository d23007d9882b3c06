package dev.refservers.comparison.run;

import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.result.ConformanceResult;

/** Decides whether a server does what it must, before it is measured. */
@FunctionalInterface
public interface Conformance {

    /** Tries the candidate in this protocol. */
    ConformanceResult check(Candidate candidate, String protocol);
}
