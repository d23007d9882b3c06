package dev.refservers.conformance.spec;

import java.util.List;

/** A piece of a rule's text, in the inline Markdown of the page. */
public sealed interface Block {

    /** Running text; its lines are joined. */
    record Paragraph(String text) implements Block {}

    /** Rows under headings. */
    record Table(List<String> headings, List<List<String>> rows) implements Block {

        public Table {
            headings = List.copyOf(headings);
            rows = List.copyOf(rows);
        }
    }
}
