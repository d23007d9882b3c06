package dev.refservers.conformance.script;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a RESP reply must be. The type counts, too: {@code "1"} is not {@code :1}. */
public sealed interface ReplyPattern {

    /** {@code ?}: any one reply. */
    record Anything() implements ReplyPattern {}

    /** {@code +text}: a simple string. */
    record Simple(TextPattern text) implements ReplyPattern {}

    /** {@code -text}: an error. */
    record Failure(TextPattern text) implements ReplyPattern {}

    /** {@code :1}, {@code :?}, {@code :>0}, {@code :<9}: an integer. */
    record Whole(Comparison comparison, Amount number) implements ReplyPattern {}

    /** {@code :?id}: an integer above 0, which lines from here on know as {@code {id}}. */
    record Kept(String variable) implements ReplyPattern {}

    /** {@code "bulk"}: a bulk string. */
    record Bulk(TextPattern text) implements ReplyPattern {}

    /** {@code number>0}: a bulk string that is a decimal number. */
    record Digits(Comparison comparison, Amount number) implements ReplyPattern {}

    /** {@code verbatim "text"}: RESP3's verbatim string, without its three letters of format. */
    record Verbatim(TextPattern text) implements ReplyPattern {}

    /** {@code nil}, {@code nil*}, {@code null}. */
    record Nothing(Absence absence) implements ReplyPattern {}

    /** {@code [ … ]}: an array; {@code open} if any further elements may follow. */
    record Array(List<ReplyPattern> elements, boolean open) implements ReplyPattern {}

    /** {@code %{ k v … }}: RESP3's map, in any order; {@code open} if it may have further entries. */
    record Dictionary(List<Entry> entries, boolean open) implements ReplyPattern {}

    /** {@code %[ k v … ]}: RESP2's map, an array of pairs, in any order; {@code open} if it may have further ones. */
    record Pairs(List<Entry> entries, boolean open) implements ReplyPattern {}

    /** One entry of a map. */
    record Entry(ReplyPattern key, ReplyPattern value) {}

    /** How a number is compared. */
    enum Comparison {
        EQUAL, LESS, GREATER, ANY
    }

    /** The ways to say that there is nothing. */
    enum Absence {
        /** {@code $-1}. */
        NIL("nil"),
        /** {@code *-1}. */
        NIL_ARRAY("nil*"),
        /** {@code _}, in RESP3. */
        NULL("null");

        private final String word;

        Absence(String word) {
            this.word = word;
        }

        /** The word for it in scripts. */
        public String word() {
            return word;
        }
    }

    /** As scripts write it, with the variables' values. */
    default String describe(Variables variables) {
        return switch (this) {
            case Anything _ -> "?";
            case Simple simple -> "+" + plain(simple.text(), variables);
            case Failure failure -> "-" + plain(failure.text(), variables);
            case Whole whole -> ":" + compared(whole.comparison(), whole.number(), variables);
            case Kept kept -> ":?" + kept.variable();
            case Bulk bulk -> bulk.text().describe(variables);
            case Digits digits -> "number" + compared(digits.comparison(), digits.number(), variables);
            case Verbatim verbatim -> "verbatim " + verbatim.text().describe(variables);
            case Nothing nothing -> nothing.absence().word();
            case Array array -> listed("[", array.elements().stream().map(element -> element.describe(variables)),
                    array.open(), "]");
            case Dictionary dictionary -> listed("%{", described(dictionary.entries(), variables), dictionary.open(),
                    "}");
            case Pairs pairs -> listed("%[", described(pairs.entries(), variables), pairs.open(), "]");
        };
    }

    private static Stream<String> described(List<Entry> entries, Variables variables) {
        return entries.stream()
                .map(entry -> entry.key().describe(variables) + " " + entry.value().describe(variables));
    }

    private static String listed(String opening, Stream<String> items, boolean open, String closing) {
        return Stream.of(Stream.of(opening), items, Stream.of("...").limit(open ? 1 : 0), Stream.of(closing))
                .flatMap(parts -> parts).collect(Collectors.joining(" "));
    }

    private static String plain(TextPattern text, Variables variables) {
        String described = text.describe(variables);
        return switch (text.kind()) {
            case ALL -> described.substring(1, described.length() - 1);
            case START -> described.substring(1, described.length() - 4) + "...";
            case END, PART -> described;
        };
    }

    private static String compared(Comparison comparison, Amount number, Variables variables) {
        return switch (comparison) {
            case EQUAL -> Long.toString(number.expand(variables));
            case LESS -> "<" + number.expand(variables);
            case GREATER -> ">" + number.expand(variables);
            case ANY -> "?";
        };
    }
}
