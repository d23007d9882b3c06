package dev.refservers.conformance.script;

import java.util.List;
import java.util.Optional;

/**
 * What an HTTP response must be.
 *
 * @param status its code
 * @param fields header fields that must be there
 * @param absent names of header fields that must not be there
 * @param body what the body must be; empty if it is not told
 * @param bodiless whether no body follows whatever the header says, as after HEAD
 */
public record ResponsePattern(int status, List<Field> fields, List<String> absent, Optional<TextPattern> body,
        boolean bodiless) {

    /** A header field that must be there. */
    public record Field(String name, TextPattern value) {}

    public ResponsePattern {
        fields = List.copyOf(fields);
        absent = List.copyOf(absent);
    }

    /** As scripts write it, with the variables' values. */
    public String describe(Variables variables) {
        StringBuilder text = new StringBuilder().append(status);
        fields.forEach(field -> text.append(' ').append(field.name()).append(": ")
                .append(field.value().describe(variables)));
        absent.forEach(name -> text.append(" no ").append(name));
        body.ifPresent(pattern -> text.append(" body ").append(pattern.describe(variables)));
        return text.append(bodiless ? " no-body" : "").toString();
    }
}
