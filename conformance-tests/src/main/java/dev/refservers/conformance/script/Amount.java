package dev.refservers.conformance.script;

/** A number in a script: written out, or the value of a variable. */
public sealed interface Amount {

    /** Written out. */
    record Fixed(long number) implements Amount {}

    /** The value of a variable. */
    record Variable(String name) implements Amount {}

    /** Just this number. */
    static Amount of(long number) {
        return new Fixed(number);
    }

    /** The number, with the variables' values. */
    default long expand(Variables variables) {
        return switch (this) {
            case Fixed fixed -> fixed.number();
            case Variable variable -> variables.valueOf(variable.name());
        };
    }
}
