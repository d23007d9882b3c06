package dev.refservers.conformance.script;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Bytes with holes: what a word or a quoted string of a script stands for once its variables are known.
 *
 * @param parts literal bytes and holes, in order
 * @param times how often all of them are said
 */
public record Template(List<Part> parts, Amount times) {

    /** A piece of a template. */
    public sealed interface Part {}

    /** Bytes as they are. */
    public record Literal(Bytes bytes) implements Part {}

    /** The place of a variable. */
    public record Hole(String variable) implements Part {}

    public Template {
        parts = List.copyOf(parts);
    }

    /** Just these bytes. */
    public static Template of(Bytes bytes) {
        return new Template(List.of(new Literal(bytes)), Amount.of(1));
    }

    /** The bytes, with the variables' values. */
    public Bytes expand(Variables variables) {
        Bytes once = Bytes.EMPTY;
        for (Part part : parts) {
            once = once.and(switch (part) {
                case Literal literal -> literal.bytes();
                case Hole hole -> Bytes.of(Long.toString(variables.valueOf(hole.variable())));
            });
        }
        long count = times.expand(variables);
        if (count == 1) {
            return once;
        }
        byte[] bytes = once.toArray();
        ByteArrayOutputStream all = new ByteArrayOutputStream(Math.toIntExact(bytes.length * count));
        for (long i = 0; i < count; i++) {
            all.writeBytes(bytes);
        }
        return Bytes.of(all.toByteArray());
    }

    /** All of them, one behind the other. */
    public static Bytes expand(List<Template> templates, Variables variables) {
        if (templates.size() == 1) {
            return templates.getFirst().expand(variables);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Template template : templates) {
            all.writeBytes(template.expand(variables).toArray());
        }
        return Bytes.of(all.toByteArray());
    }
}
