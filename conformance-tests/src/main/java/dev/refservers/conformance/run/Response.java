package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import java.util.List;

/**
 * An HTTP response, as it came.
 *
 * @param head the status line and the header, without their line ends
 */
record Response(int status, List<Field> fields, Bytes body, List<String> head) {

    /** A header field. */
    record Field(String name, String value) {}

    private static final int MOST_SHOWN = 2000;

    Response {
        fields = List.copyOf(fields);
        head = List.copyOf(head);
    }

    /** The values of all fields of this name. */
    List<String> values(String name) {
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).map(Field::value).toList();
    }

    String describe() {
        return Bytes.of(String.join("\n", head)).visible(MOST_SHOWN).replace("\\n", " · ")
                + (body.size() == 0 ? "" : " · body " + body.quoted(200));
    }
}
