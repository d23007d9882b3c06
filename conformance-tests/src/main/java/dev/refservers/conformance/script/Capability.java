package dev.refservers.conformance.script;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a script may need from a server beyond its protocol, and what a server may lack by design. */
public enum Capability {
    /** Serves several clients at once. */
    CONCURRENT_CLIENTS("concurrent-clients", "serves several clients at once"),
    /** Holds thousands of connections. */
    MANY_CONNECTIONS("many-connections", "holds 10,000 connections at once");

    private final String word;
    private final String meaning;

    Capability(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** The word for it in scripts and on the command line. */
    public String word() {
        return word;
    }

    /** What a server that has it does. */
    public String meaning() {
        return meaning;
    }

    /** The capability with this word, if there is one. */
    public static Optional<Capability> of(String word) {
        return Arrays.stream(values()).filter(capability -> capability.word.equals(word)).findFirst();
    }

    /** All words, for messages. */
    public static String words() {
        return Arrays.stream(values()).map(Capability::word).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return word;
    }
}
