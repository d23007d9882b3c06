package dev.refservers.server;

/** What an {@link Architecture} cannot do, or needs, by design. The conformance suite demands proof of each lack. */
public enum Trait {
    /** The next client is served when the one before has left. */
    ONE_CLIENT_AT_A_TIME,
    /** A connection is too costly for thousands of them at once. */
    FEW_CONNECTIONS,
    /** Calls Linux through java.lang.foreign. */
    LINUX_ONLY
}
