package dev.refservers.conformance.script;

import java.util.Locale;

/** How binding the sentence is that a script pins, in the words of RFC 2119. */
public enum Level {
    /** A server that fails it does not speak the protocol. */
    MUST,
    /** A server that fails it had better have a reason: it is not strict. */
    SHOULD,
    /** A server is free; what it does is told. */
    MAY,
    /** Nothing is asked; what the server does is told. */
    INFO;

    /** The word for it in scripts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
