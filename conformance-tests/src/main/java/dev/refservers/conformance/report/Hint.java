package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Verdict;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a failure usually means, for somebody who sees this suite for the first time. */
final class Hint {

    /** A text that ends in a space is shown in quotes. */
    private static final Pattern UNKNOWN_COMMAND = Pattern
            .compile("-\"?ERR unknown (?:sub)?command(?: '([^',]*)'.*|.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern COUNTED = Pattern
            .compile("only (\\d{1,18}) of (\\d{1,18}) bytes, then .*: (\\d+ (?:is|are) missing).*", Pattern.DOTALL);

    private Hint() {}

    /** One or two sentences; empty where there is nothing to say beyond what was expected and what came. */
    static Optional<String> of(Result failure) {
        if (failure.script().problem().isPresent()) {
            return Optional.of("The server has no part in this: the script's own file must be mended.");
        }
        if (failure.mismatch().isEmpty()) {
            return failure.verdict() == Verdict.ERROR
                    ? Optional.of("The script was not played: the suite could not do what it needs before it.")
                    : Optional.empty();
        }
        Mismatch mismatch = failure.mismatch().get();
        Heard heard = new Heard(failure.transcript(), mismatch.client());
        return switch (mismatch.fault()) {
            case DIED -> Optional.of(died(failure, heard));
            case HUNG -> Optional.of(hung(failure, heard));
            case MUTE -> Optional.of("The server accepts clients and has not answered any. Does it speak "
                    + failure.script().protocol() + " at this port, and does it flush what it has written?");
            case REFUSED ->
                Optional.of("Nobody listens at this address and port. Has the server been started, or has it "
                        + "ended? Its own log may say more.");
            case NOT_CONNECTED -> Optional.of("The connection was never completed: the server does not accept clients "
                    + "and its backlog is full, or something on the way drops what is sent to it.");
            case CONNECTED -> Optional.of("Somebody still listens here, where nobody must.");
            case FLOOD -> Optional.of("The server sends without end, or far more than it was asked for.");
            case ENDLESS ->
                Optional.of("Each line got what it must, but all of them together took too long: the server "
                        + "is very slow, or sends without end.");
            case NOT_ENDED -> Optional.of("The server must end the connection here, and did not"
                    + (heard.halfClosed()
                            ? ": the client had ended its sending side, and is answered by an end."
                            : "."));
            case ENDED_OTHERWISE -> Optional.of(mismatch.came().equals("closed rst")
                    ? "The connection was reset where it must end in order: it was closed with input that nobody has read."
                    : "The connection ended in order where it must be reset.");
            case ENDED -> Optional.of("The server ended the connection, where it must not yet: " + (heard.wasAnswered()
                    ? "it had answered before. Does it serve one request and then close?"
                    : "did the code that serves it fail? The server's own log may say more."));
            case NOTHING -> Optional.of(silence(failure, heard));
            case CUT, CUT_BY_END -> Optional.of(cut(failure, mismatch, heard));
            case TOO_MUCH -> Optional.of(tooMuch(mismatch));
            case MALFORMED -> Optional.of(failure.script().protocol().equals("http")
                    ? "This is no response of HTTP/1.1. Section 10 of docs/protocol.md tells what responses there are."
                    : "These bytes are no reply at all. Section 3 of docs/protocol.md tells how replies are written.");
            case DIFFERENT -> different(failure, mismatch);
            case SERVER -> Optional.empty();
        };
    }

    private static String died(Result failure, Heard heard) {
        return "The server has died while this script was played. " + (heard.wasReset()
                ? "A client reset its connection here: reading or writing then fails (ECONNRESET, EPIPE, SIGPIPE), which "
                        + "is to end that one connection, and not the server."
                : "What goes wrong with one client is to end that one connection, and not the server.")
                + (failure.transcript().events().isEmpty() ? "" : " Its own log may say more.");
    }

    private static String hung(Result failure, Heard heard) {
        return "The server hangs: since this script it accepts clients and answers nobody. " + (heard.halfClosed()
                ? "A client ended its sending side behind its data here: reading then says that nothing will come, again "
                        + "and again. Does a loop wait for more?"
                : heard.stoppedReading()
                        ? "A client did not read here: does the server wait until it does?"
                        : "Does a loop never end, or does everybody wait for one client?")
                + (failure.script().protocol().equals("queue") ? " It was asked PING." : "");
    }

    private static String silence(Result failure, Heard heard) {
        if (!heard.anything()) {
            return "The server said nothing in the whole conversation. Does it take what was sent for an unfinished "
                    + "request, or keep its reply in a buffer that is not flushed?";
        }
        Optional<String> later = heard.waits() ? Optional.empty() : heard.answeredWhoCameLater();
        if (later.isPresent()) {
            return "The server said nothing to " + failure.mismatch().orElseThrow().client() + ", but answered "
                    + later.get() + ", who connected later. Does it read only from its newest connection?";
        }
        Optional<String> earlier = heard.waits() ? Optional.empty() : heard.answeredWhoCameBefore();
        if (earlier.isPresent() && !heard.wasAnswered()) {
            return "The server said nothing to " + failure.mismatch().orElseThrow().client() + ", but answered "
                    + earlier.get()
                    + ", who connected before and still is connected. Does it serve one client at a time?";
        }
        return failure.script().protocol().equals("queue")
                ? "The server said nothing where something must come: a request was swallowed, a reply is held "
                        + "back, or another client got it."
                : "The server said nothing where something must come: what was sent was swallowed, or is held back.";
    }

    private static String cut(Result failure, Mismatch mismatch, Heard heard) {
        Optional<Lost> lost = lost(mismatch, heard);
        if (lost.isPresent()) {
            return lost.get().hint;
        }
        boolean ended = mismatch.fault() == Fault.CUT_BY_END;
        if (failure.script().protocol().equals("http")) {
            return "The beginning of a response came, but not its end: " + (ended
                    ? "the connection was ended too early, or Content-Length is more than the body has."
                    : "the empty line behind the header may be missing, or Content-Length may be more than the body has.");
        }
        return "The beginning of a reply came, but not its end: " + (ended
                ? "the connection was ended before all was sent."
                : "a line may end in LF without CR, a length or a count may announce more than follows, or bytes may be "
                        + "held back.");
    }

    /** How many causes the hint leaves open for bytes that are missing; 1 for all else. */
    static int causes(Result failure) {
        return failure.mismatch()
                .flatMap(mismatch -> lost(mismatch, new Heard(failure.transcript(), mismatch.client())))
                .map(Lost::causes).orElse(1);
    }

    /** What may have become of bytes that are missing, and of how many causes that is. */
    private record Lost(String hint, int causes) {}

    /** Empty where no bytes were counted. */
    private static Optional<Lost> lost(Mismatch mismatch, Heard heard) {
        Matcher counted = COUNTED.matcher(mismatch.came());
        return counted.matches()
                ? Optional.of(lost(Long.parseLong(counted.group(1)), Long.parseLong(counted.group(2)),
                        mismatch.fault() == Fault.CUT_BY_END, heard.stoppedReading()))
                : Optional.empty();
    }

    private static Lost lost(long came, long expected, boolean ended, boolean stoppedReading) {
        String what = bytes(expected - came) + " of " + expected + " " + (expected - came == 1 ? "is" : "are")
                + " missing. ";
        if (!stoppedReading && came >= 256 && Long.bitCount(came) == 1) {
            return new Lost(
                    what + "Exactly " + came + " came: is what does not fit into a buffer of that size dropped?",
                    1);
        }
        if (ended) {
            return new Lost(what
                    + "The connection was ended before all was sent: is it closed while something is still owed, or "
                    + "is a part of it dropped because nobody looks at what send returns?", 2);
        }
        String send = what
                + "Is what send returns looked at? It takes what there is room for; the rest must be kept, and sent "
                + "when the client has read.";
        return stoppedReading
                ? new Lost(send, 1)
                : new Lost(send + " Or is what does not fit into a buffer dropped?", 2);
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    private static String tooMuch(Mismatch mismatch) {
        if (mismatch.expected().equals("nothing more")) {
            return "The conversation was over, but the server had said more: a reply too many, or bytes that nobody has "
                    + "asked for.";
        }
        return mismatch.expected().startsWith("silence")
                ? "The server must say nothing here yet."
                : "The server must end the connection here, and said something before.";
    }

    private static Optional<String> different(Result failure, Mismatch mismatch) {
        if (!failure.script().protocol().equals("queue")) {
            return failure.script().protocol().equals("echo")
                    ? Optional.of("Other bytes came back than were sent: some were changed, lost or doubled, or the "
                            + "server said something of its own.")
                    : Optional.empty();
        }
        return unknown(mismatch).map(name -> "The server does not know " + name + ".")
                .or(() -> kinds(mismatch));
    }

    /** The command that the server does not know; empty where it is asked for one that nobody knows. */
    private static Optional<String> unknown(Mismatch mismatch) {
        Matcher unknown = UNKNOWN_COMMAND.matcher(mismatch.came());
        return unknown.matches() && !mismatch.expected().contains("unknown ")
                ? Optional.of(unknown.group(1) == null ? "a command" : unknown.group(1))
                : Optional.empty();
    }

    private static Optional<String> kinds(Mismatch mismatch) {
        Optional<String> expected = kind(mismatch.expected());
        Optional<String> came = kind(mismatch.came());
        if (expected.isEmpty() || came.isEmpty() || isBytes(mismatch)) {
            return Optional.empty();
        }
        return expected.equals(came)
                ? Optional.of("The kind of reply, " + came.get() + ", is right, but not what is in it.")
                : Optional.of(capital(came.get()) + " came, where there must be " + expected.get() + ".");
    }

    /** Whether bytes were compared, of which a quote says nothing about a kind of reply. */
    private static boolean isBytes(Mismatch mismatch) {
        return mismatch.came().contains("is the first that differs)");
    }

    /** What several failures may have in common, as a phrase. */
    static Optional<String> cause(Result failure) {
        if (failure.mismatch().isEmpty()) {
            return Optional.of(failure.reason());
        }
        Mismatch mismatch = failure.mismatch().get();
        return switch (mismatch.fault()) {
            case DIED -> Optional.of("died");
            case HUNG -> Optional.of("hangs: accepts clients, and answers nobody any more");
            case MUTE -> Optional.of("accepts clients, and has not answered any");
            case REFUSED -> Optional.of("refused a connection");
            case NOT_CONNECTED -> Optional.of("did not complete a connection");
            case CONNECTED -> Optional.of("listened where nobody must");
            case FLOOD -> Optional.of("sent without end");
            case ENDLESS -> Optional.of("took too long");
            case NOT_ENDED -> Optional.of("did not close the connection where it must");
            case ENDED_OTHERWISE -> Optional.of("ended a connection otherwise than it must");
            case ENDED -> Optional.of("closed the connection where it must not yet");
            case NOTHING -> Optional.of("said nothing where something must come");
            case CUT, CUT_BY_END -> Optional.of(COUNTED.matcher(mismatch.came()).matches()
                    ? "lost bytes"
                    : "sent the beginning of something without its end");
            case TOO_MUCH -> Optional.of(mismatch.expected().startsWith("closed")
                    ? "said something where it must close the connection"
                    : "said something where nothing must come");
            case MALFORMED -> Optional.of("sent what can be no " + (failure.script().protocol().equals("http")
                    ? "response"
                    : "reply"));
            case SERVER -> Optional.empty();
            case DIFFERENT -> differs(failure, mismatch);
        };
    }

    private static Optional<String> differs(Result failure, Mismatch mismatch) {
        if (!failure.script().protocol().equals("queue")) {
            return Optional.of(failure.script().protocol().equals("echo")
                    ? "sent back other bytes than it was sent"
                    : "sent another response than it must");
        }
        Optional<String> unknown = unknown(mismatch);
        if (unknown.isPresent()) {
            return Optional.of("does not know " + unknown.get());
        }
        if (mismatch.came().startsWith("-")) {
            return Optional.of("answered " + mismatch.came().replaceFirst(" \\(.*", ""));
        }
        return isBytes(mismatch)
                ? Optional.empty()
                : kind(mismatch.came()).flatMap(was -> kind(mismatch.expected()).filter(must -> !must.equals(was))
                        .map(must -> "sent " + was + " where there must be " + must));
    }

    private static Optional<String> kind(String reply) {
        if (reply.startsWith("nil*")) {
            return Optional.of("the nil array (*-1)");
        }
        if (reply.startsWith("nil")) {
            return Optional.of("nil ($-1)");
        }
        if (reply.startsWith("null")) {
            return Optional.of("RESP3's null (_)");
        }
        if (reply.startsWith("verbatim")) {
            return Optional.of("a verbatim string (=)");
        }
        return reply.isEmpty() ? Optional.empty() : Optional.ofNullable(switch (reply.charAt(0)) {
            case '+' -> "a simple string (+)";
            case '-' -> "an error (-)";
            case ':' -> "an integer (:)";
            case '"' -> "a bulk string ($)";
            case '[' -> "an array (*)";
            case '%' -> "a map (%)";
            default -> null;
        });
    }

    private static String capital(String phrase) {
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
    }
}
