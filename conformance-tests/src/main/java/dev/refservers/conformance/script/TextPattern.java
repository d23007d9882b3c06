package dev.refservers.conformance.script;

import java.util.List;

/**
 * What a string must be.
 *
 * @param kind how much of it is told
 * @param text what is told
 */
public record TextPattern(Kind kind, Template text) {

    /** How much of a string is told. */
    public enum Kind {
        /** {@code "text"}. */
        ALL,
        /** {@code "text"...}. */
        START,
        /** {@code ..."text"}. */
        END,
        /** {@code ..."text"...}. */
        PART
    }

    /** Whether {@code actual} is what it must be. */
    public boolean matches(Bytes actual, Variables variables) {
        Bytes told = text.expand(variables);
        return switch (kind) {
            case ALL -> actual.equals(told);
            case START -> actual.hasAt(0, told);
            case END -> actual.hasAt(actual.size() - told.size(), told);
            case PART -> actual.indexOf(told) >= 0;
        };
    }

    /** As scripts write it. */
    public String describe(Variables variables) {
        String quoted = Template.expand(List.of(text), variables).quoted(200);
        return switch (kind) {
            case ALL -> quoted;
            case START -> quoted + "...";
            case END -> "..." + quoted;
            case PART -> "..." + quoted + "...";
        };
    }
}
