package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.script.ReplyPattern;
import dev.refservers.conformance.script.ReplyPattern.Comparison;
import dev.refservers.conformance.script.ResponsePattern;
import dev.refservers.conformance.script.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Compares what came with what must come. */
final class Matching {

    private Matching() {}

    /** In which way the reply is not as it must be, as a phrase; empty if it is as it must be. */
    static Optional<String> difference(ReplyPattern pattern, Reply reply, Variables variables) {
        if (pattern instanceof ReplyPattern.Array array && reply instanceof Reply.Array(List<Reply> elements)) {
            return arrayDifference(array, elements, variables);
        }
        if (pattern instanceof ReplyPattern.Dictionary dictionary
                && reply instanceof Reply.Dictionary(List<Reply.Entry> entries)) {
            return mapDifference(dictionary.entries(), dictionary.open(), entries, variables);
        }
        if (pattern instanceof ReplyPattern.Pairs pairs && reply instanceof Reply.Array(List<Reply> elements)
                && elements.size() % 2 == 0) {
            return mapDifference(pairs.entries(), pairs.open(), pairsOf(elements), variables);
        }
        boolean same = switch (pattern) {
            case ReplyPattern.Anything _ -> true;
            case ReplyPattern.Simple simple -> reply instanceof Reply.Simple(Bytes text)
                    && simple.text().matches(text, variables);
            case ReplyPattern.Failure failure -> reply instanceof Reply.Failure(Bytes text)
                    && failure.text().matches(text, variables);
            case ReplyPattern.Whole whole -> reply instanceof Reply.Whole(long number)
                    && compares(whole.comparison(), number, whole.number().expand(variables));
            case ReplyPattern.Kept _ -> reply instanceof Reply.Whole(long number) && number > 0;
            case ReplyPattern.Bulk bulk -> reply instanceof Reply.Bulk(Bytes text)
                    && bulk.text().matches(text, variables);
            case ReplyPattern.Digits digits -> reply instanceof Reply.Bulk(Bytes text)
                    && text.latin1().matches("0|-?[1-9]\\d{0,17}")
                    && compares(digits.comparison(), Long.parseLong(text.latin1()), digits.number().expand(variables));
            case ReplyPattern.Verbatim verbatim -> reply instanceof Reply.Verbatim(Bytes _, Bytes text)
                    && verbatim.text().matches(text, variables);
            case ReplyPattern.Nothing nothing -> reply.equals(new Reply.Nothing(nothing.absence()));
            case ReplyPattern.Array _,ReplyPattern.Dictionary _,ReplyPattern.Pairs _ -> false;
        };
        return same ? Optional.empty() : Optional.of(reply.describe() + " is not " + pattern.describe(variables));
    }

    private static Optional<String> arrayDifference(ReplyPattern.Array array, List<Reply> elements,
            Variables variables) {
        List<ReplyPattern> patterns = array.elements();
        for (int i = 0; i < Math.min(patterns.size(), elements.size()); i++) {
            Optional<String> difference = difference(patterns.get(i), elements.get(i), variables);
            if (difference.isPresent()) {
                return Optional.of("element " + (i + 1) + ": " + difference.get());
            }
        }
        if (elements.size() < patterns.size() || (elements.size() > patterns.size() && !array.open())) {
            return Optional.of(elements.size() + " elements came, not " + patterns.size());
        }
        return Optional.empty();
    }

    private static List<Reply.Entry> pairsOf(List<Reply> elements) {
        return IntStream.range(0, elements.size() / 2)
                .mapToObj(i -> new Reply.Entry(elements.get(2 * i), elements.get(2 * i + 1))).toList();
    }

    private static Optional<String> mapDifference(List<ReplyPattern.Entry> patterns, boolean open,
            List<Reply.Entry> entries, Variables variables) {
        List<Reply.Entry> rest = new ArrayList<>(entries);
        for (ReplyPattern.Entry entry : patterns) {
            String key = entry.key().describe(variables);
            Optional<Reply.Entry> found = rest.stream()
                    .filter(candidate -> difference(entry.key(), candidate.key(), variables).isEmpty())
                    .findFirst();
            if (found.isEmpty()) {
                return Optional.of("the map has no " + key);
            }
            Optional<String> difference = difference(entry.value(), found.get().value(), variables);
            if (difference.isPresent()) {
                return Optional.of("value of " + key + ": " + difference.get());
            }
            rest.remove(found.get());
        }
        return rest.isEmpty() || open
                ? Optional.empty()
                : Optional.of("the map has " + rest.getFirst().key().describe() + ", too");
    }

    private static boolean compares(Comparison comparison, long actual, long expected) {
        return switch (comparison) {
            case EQUAL -> actual == expected;
            case LESS -> actual < expected;
            case GREATER -> actual > expected;
            case ANY -> true;
        };
    }

    /** What a server has sent, so that it does nothing to who reads it. */
    private static String shown(String value) {
        return Bytes.of(value).visible(200);
    }

    /** In which way the response is not as it must be, as a phrase; empty if it is as it must be. */
    static Optional<String> difference(ResponsePattern pattern, Response response, Variables variables) {
        if (response.status() != pattern.status()) {
            return Optional.of("the status is " + response.status() + ", not " + pattern.status());
        }
        for (ResponsePattern.Field field : pattern.fields()) {
            List<String> values = response.values(field.name());
            if (values.size() != 1 || !field.value().matches(Bytes.of(values.getFirst()), variables)) {
                return Optional
                        .of(field.name()
                                + (values.isEmpty() ? " is missing" : " is " + shown(String.join(" and ", values)))
                                + ", but must be " + field.value().describe(variables));
            }
        }
        for (String name : pattern.absent()) {
            if (!response.values(name).isEmpty()) {
                return Optional.of(name + " is " + shown(response.values(name).getFirst()) + ", but must not be there");
            }
        }
        return pattern.body().filter(body -> !body.matches(response.body(), variables))
                .map(body -> "the body is " + response.body().quoted(200) + ", not " + body.describe(variables));
    }
}
