package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Verdict;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a failure usually means, for somebody who sees this suite for the first time. */
final class Hint {

    private static final Pattern UNKNOWN_COMMAND = Pattern.compile("-ERR unknown (?:sub)?command(?: '([^',]*)'.*|.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

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
        String came = mismatch.came();
        Matcher unknown = UNKNOWN_COMMAND.matcher(came);
        if (unknown.matches()) {
            return Optional.of("The server does not know " + named(unknown) + ".");
        }
        if (mismatch.expected().startsWith("closed")) {
            return Optional.of("The server must end the connection here, and did not, or said something before.");
        }
        if (came.startsWith("nothing for")) {
            return Optional.of(silence(failure.transcript()));
        }
        if (came.contains(", then nothing for")) {
            return Optional
                    .of("The beginning of a reply came, but not its end: a line may end in LF without CR, a length "
                            + "or a count may announce more than follows, or bytes may be held back.");
        }
        if (came.startsWith("closed")) {
            return Optional
                    .of("The server ended the connection, where it must not yet: did the code that serves it fail? "
                            + "The server's own log may say more.");
        }
        if (mismatch.expected().equals("nothing more")) {
            return Optional
                    .of("The conversation was over, but the server had said more: a reply too many, or bytes that "
                            + "belong to no reply.");
        }
        if (mismatch.expected().startsWith("silence")) {
            return Optional.of("The server must say nothing here yet.");
        }
        if (came.startsWith("no reply:")) {
            return Optional.of("These bytes are no reply at all. Section 3 of docs/protocol.md tells how replies are "
                    + "written.");
        }
        return kinds(mismatch);
    }

    private static String silence(Transcript transcript) {
        boolean mute = transcript.events().stream().noneMatch(event -> event.kind() == Transcript.Kind.RECEIVED);
        return mute
                ? "The server said nothing in the whole conversation. Does it take what was sent for an unfinished request, "
                        + "or keep its reply in a buffer that is not flushed?"
                : "The server said nothing where something must come: a request was swallowed, a reply is held "
                        + "back, or another client got it.";
    }

    private static Optional<String> kinds(Mismatch mismatch) {
        Optional<String> expected = kind(mismatch.expected());
        Optional<String> came = kind(mismatch.came());
        if (expected.isEmpty() || came.isEmpty()) {
            return Optional.empty();
        }
        return expected.equals(came)
                ? Optional.of("The kind of reply, " + came.get() + ", is right, but not what is in it.")
                : Optional.of(capital(came.get()) + " came, where there must be " + expected.get() + ".");
    }

    /** What several failures may have in common, as a phrase. */
    static Optional<String> cause(Result failure) {
        if (failure.mismatch().isEmpty()) {
            return Optional.of(failure.reason());
        }
        Mismatch mismatch = failure.mismatch().get();
        String came = mismatch.came();
        Matcher unknown = UNKNOWN_COMMAND.matcher(came);
        if (unknown.matches()) {
            return Optional.of("does not know " + named(unknown));
        }
        if (mismatch.expected().startsWith("closed")) {
            return Optional.of("did not close the connection where it must, or said something before");
        }
        if (came.startsWith("nothing for")) {
            return Optional.of("said nothing where something must come");
        }
        if (came.startsWith("closed")) {
            return Optional.of("closed the connection where it must not yet");
        }
        if (came.startsWith("-")) {
            return Optional.of("answered " + came.replaceFirst(" \\(.*", ""));
        }
        return kind(mismatch.came()).flatMap(was -> kind(mismatch.expected()).filter(must -> !must.equals(was))
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

    private static String named(Matcher unknown) {
        return unknown.group(1) == null ? "a command" : unknown.group(1);
    }

    private static String capital(String phrase) {
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
    }
}
