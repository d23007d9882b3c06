package dev.refservers.conformance.targets;

/** A server's process, which the runner has started. */
public interface ServerProcess {

    /** Its process id. */
    long pid();
}
