package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.script.ReplyPattern.Absence;
import java.util.List;
import java.util.stream.Collectors;

/** A RESP reply, as it came. */
sealed interface Reply {

    /** How many items of a long list are shown. */
    int MOST_ITEMS = 20;

    /** {@code +}. */
    record Simple(Bytes text) implements Reply {}

    /** {@code -}. */
    record Failure(Bytes text) implements Reply {}

    /** {@code :}. */
    record Whole(long number) implements Reply {}

    /** {@code $}. */
    record Bulk(Bytes text) implements Reply {}

    /** {@code $-1}, {@code *-1} or {@code _}. */
    record Nothing(Absence absence) implements Reply {}

    /** {@code *}. */
    record Array(List<Reply> elements) implements Reply {}

    /** {@code %}. */
    record Dictionary(List<Entry> entries) implements Reply {}

    /** One entry of a map. */
    record Entry(Reply key, Reply value) {}

    /** {@code =}. */
    record Verbatim(Bytes format, Bytes text) implements Reply {}

    /** RESP3's other types, which scripts have no word for: as they came. */
    record Other(char type, Bytes text, List<Reply> elements) implements Reply {}

    /** As scripts write it. */
    default String describe() {
        return switch (this) {
            case Simple simple -> "+" + plain(simple.text());
            case Failure failure -> "-" + plain(failure.text());
            case Whole whole -> ":" + whole.number();
            case Bulk bulk -> bulk.text().quoted(200);
            case Nothing nothing -> nothing.absence().word();
            case Array array -> listed("[", array.elements().stream().map(Reply::describe).toList(), "]");
            case Dictionary dictionary -> listed("%{", dictionary.entries().stream()
                    .map(entry -> entry.key().describe() + " " + entry.value().describe()).toList(), "}");
            case Verbatim verbatim -> "verbatim " + verbatim.text().quoted(200);
            case Other other -> other.type() + (other.elements().isEmpty()
                    ? plain(other.text())
                    : listed("[", other.elements().stream().map(Reply::describe).toList(), "]"));
        };
    }

    private static String plain(Bytes text) {
        String quoted = text.quoted(400);
        boolean isPlain = !quoted.contains("\\") && !quoted.endsWith(" \"") && !quoted.endsWith(")");
        return isPlain ? quoted.substring(1, quoted.length() - 1) : quoted;
    }

    private static String listed(String opening, List<String> items, String closing) {
        List<String> shown = items.size() <= MOST_ITEMS ? items : items.subList(0, MOST_ITEMS);
        return opening + " " + shown.stream().map(item -> item + " ").collect(Collectors.joining())
                + (shown.size() < items.size() ? "… " + closing + " (" + items.size() + " items)" : closing);
    }
}
