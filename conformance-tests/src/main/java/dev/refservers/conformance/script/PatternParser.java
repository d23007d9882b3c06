package dev.refservers.conformance.script;

import dev.refservers.conformance.script.Expectation.How;
import dev.refservers.conformance.script.ReplyPattern.Absence;
import dev.refservers.conformance.script.ReplyPattern.Comparison;
import dev.refservers.conformance.script.ReplyPattern.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a client must see: the right-hand side of {@code <} and {@code |}. */
final class PatternParser {

    private static final String REPLIES = "+text, -text, -prefix..., :1, :?, :?id, :>0, \"bulk\", \"start\"..., ...\"end\", "
            + "number>0, nil, nil*, null, verbatim \"text\", [ reply… ], %{ key value… }, %[ key value… ] or ?";
    private static final String EVENTS = "silence 300ms, closed, closed eof, closed rst, connecting 300ms, connected or "
            + "refused";

    private final LineScanner in;
    private final String protocol;

    PatternParser(LineScanner in, String protocol) {
        this.in = in;
        this.protocol = protocol;
    }

    /** The whole rest of the line. */
    Expectation expectation() {
        if (in.atEnd()) {
            throw in.wrong("what must come is missing: " + allowed());
        }
        Expectation event = event();
        if (event == null) {
            event = switch (protocol) {
                case "queue" -> new Expectation.Reply(reply(true));
                case "http" -> new Expectation.Response(response());
                default -> throw in.wrong("'" + in.rest() + "' cannot come: " + allowed());
            };
        }
        in.mustEnd("a line tells one thing that must come");
        return event;
    }

    private String allowed() {
        return switch (protocol) {
            case "queue" -> "a reply (" + REPLIES + "), " + EVENTS;
            case "http" -> "a status, as 200, or " + EVENTS;
            default -> "with " + protocol + " it is " + EVENTS + ", or bytes behind <<";
        };
    }

    private @Nullable Expectation event() {
        String word = in.peekWord();
        return switch (word) {
            case "silence", "connecting" -> {
                in.skip(word);
                Duration duration = in.duration("how long it lasts");
                yield word.equals("silence")
                        ? new Expectation.Silence(duration)
                        : new Expectation.Connecting(duration);
            }
            case "connected", "refused" -> {
                in.skip(word);
                yield word.equals("connected") ? new Expectation.Connected() : new Expectation.Refused();
            }
            case "closed" -> {
                in.skip(word);
                yield new Expectation.Closed(in.skip("eof") ? How.EOF : in.skip("rst") ? How.RST : How.ANYHOW);
            }
            default -> null;
        };
    }

    /** One reply; on the top level a text without quotes goes on to the end of the line. */
    private ReplyPattern reply(boolean topLevel) {
        if (in.sees("\"") || in.sees("...\"")) {
            return new ReplyPattern.Bulk(text());
        } else if (in.skip("+")) {
            return new ReplyPattern.Simple(line(topLevel));
        } else if (in.skip("-")) {
            return new ReplyPattern.Failure(line(topLevel));
        } else if (in.skip(":")) {
            return whole(topLevel);
        } else if (in.skip("[")) {
            return array();
        } else if (in.skip("%{")) {
            Entries map = entries("}");
            return new ReplyPattern.Dictionary(map.entries, map.open);
        } else if (in.skip("%[")) {
            Entries pairs = entries("]");
            return new ReplyPattern.Pairs(pairs.entries, pairs.open);
        } else if (in.skip("?")) {
            return new ReplyPattern.Anything();
        } else if (in.skip("number")) {
            Comparison comparison = comparison();
            return new ReplyPattern.Digits(comparison, in.amount("the number"));
        } else if (in.skip("verbatim")) {
            return new ReplyPattern.Verbatim(text());
        } else if (in.skip("nil*")) {
            return new ReplyPattern.Nothing(Absence.NIL_ARRAY);
        } else if (in.skip("nil")) {
            return new ReplyPattern.Nothing(Absence.NIL);
        } else if (in.skip("null")) {
            return new ReplyPattern.Nothing(Absence.NULL);
        }
        throw in.wrong("'" + in.peekWord() + "' is no reply; there is " + REPLIES
                + (topLevel ? "; or " + EVENTS : ""));
    }

    private ReplyPattern whole(boolean topLevel) {
        if (in.skip("?")) {
            String name = in.adjacentName();
            if (!name.isEmpty()) {
                if (!topLevel) {
                    throw in.wrong(":?" + name + " keeps a whole reply, not a part of one");
                }
                return new ReplyPattern.Kept(name);
            }
            return new ReplyPattern.Whole(Comparison.ANY, Amount.of(0));
        }
        if (in.skip("-")) {
            Amount number = in.amount("the number");
            if (!(number instanceof Amount.Fixed fixed)) {
                throw in.wrong("a variable has no sign");
            }
            return new ReplyPattern.Whole(Comparison.EQUAL, Amount.of(-fixed.number()));
        }
        Comparison comparison = comparison();
        return new ReplyPattern.Whole(comparison, in.amount("the number"));
    }

    private Comparison comparison() {
        return in.skip("<") ? Comparison.LESS : in.skip(">") ? Comparison.GREATER : Comparison.EQUAL;
    }

    private ReplyPattern array() {
        List<ReplyPattern> elements = new ArrayList<>();
        boolean open = false;
        while (!in.skip("]")) {
            mustGoOn("array", "]", open);
            open = !in.sees("...\"") && in.skip("...");
            if (!open) {
                elements.add(reply(false));
            }
        }
        return new ReplyPattern.Array(List.copyOf(elements), open);
    }

    private record Entries(List<Entry> entries, boolean open) {}

    private Entries entries(String end) {
        List<Entry> entries = new ArrayList<>();
        boolean open = false;
        while (!in.skip(end)) {
            mustGoOn("map", end, open);
            open = !in.sees("...\"") && in.skip("...");
            if (!open) {
                ReplyPattern key = reply(false);
                mustGoOn("map", end, false);
                entries.add(new Entry(key, reply(false)));
            }
        }
        return new Entries(List.copyOf(entries), open);
    }

    private void mustGoOn(String what, String end, boolean open) {
        if (in.atEnd()) {
            throw in.wrong("the " + what + " has no " + end);
        }
        if (open) {
            throw in.wrong("nothing but " + end + " may follow ... in the " + what);
        }
    }

    /** The text of {@code +} and {@code -}. */
    private TextPattern line(boolean topLevel) {
        if (in.sees("\"") || in.sees("...\"")) {
            return text();
        }
        String text = topLevel ? in.rest() : in.word("]}", "the text");
        boolean prefix = text.endsWith("...");
        return new TextPattern(prefix ? TextPattern.Kind.START : TextPattern.Kind.ALL,
                new Template(in.parts(prefix ? text.substring(0, text.length() - 3) : text), Amount.of(1)));
    }

    private TextPattern text() {
        boolean openStart = in.skip("...");
        if (!in.sees("\"")) {
            throw in.wrong("a text in quotes is missing before '" + in.rest() + "'");
        }
        Template template = in.quoted();
        boolean openEnd = in.skipAdjacent("...");
        TextPattern.Kind kind = openStart
                ? openEnd ? TextPattern.Kind.PART : TextPattern.Kind.END
                : openEnd ? TextPattern.Kind.START : TextPattern.Kind.ALL;
        return new TextPattern(kind, template);
    }

    private ResponsePattern response() {
        String status = in.word("", "the status");
        if (!status.matches("[1-5]\\d\\d")) {
            throw in.wrong("'" + status + "' cannot come: " + allowed());
        }
        List<ResponsePattern.Field> fields = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        Optional<TextPattern> body = Optional.empty();
        boolean bodiless = false;
        while (!in.atEnd()) {
            String word = in.word("", "a header field");
            if (word.endsWith(":")) {
                fields.add(new ResponsePattern.Field(word.substring(0, word.length() - 1), text()));
            } else if (word.equals("no")) {
                absent.add(in.word("", "the name of the header field"));
            } else if (word.equals("body")) {
                body = Optional.of(text());
            } else if (word.equals("no-body")) {
                bodiless = true;
            } else {
                throw in.wrong("'" + word + "' means nothing behind a status; there is Name: \"value\", no Name, "
                        + "body \"text\" and no-body");
            }
        }
        return new ResponsePattern(Integer.parseInt(status), fields, absent, body, bodiless);
    }
}
