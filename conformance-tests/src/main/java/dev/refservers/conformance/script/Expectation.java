package dev.refservers.conformance.script;

import java.time.Duration;
import java.util.List;

/** What a client must see next. */
public sealed interface Expectation {

    /** The next reply, however the network cut it. */
    record Reply(ReplyPattern pattern) implements Expectation {}

    /** The next HTTP response. */
    record Response(ResponsePattern pattern) implements Expectation {}

    /** Exactly these bytes next. */
    record These(List<Template> bytes) implements Expectation {}

    /** Nothing for so long, and the connection stays open. */
    record Silence(Duration duration) implements Expectation {}

    /** The server's end of the connection, with nothing before it. */
    record Closed(How how) implements Expectation {}

    /** After {@code try-connect}: not yet connected after so long. */
    record Connecting(Duration duration) implements Expectation {}

    /** After {@code try-connect}: connected. */
    record Connected() implements Expectation {}

    /** After {@code try-connect}: nobody listens. */
    record Refused() implements Expectation {}

    /** How a connection ends. */
    enum How {
        /** In order: the server says that it sends no more. */
        EOF,
        /** By a TCP reset. */
        RST,
        /** Either way. */
        ANYHOW
    }

    /** As scripts write it, with the variables' values. */
    default String describe(Variables variables) {
        return switch (this) {
            case Reply reply -> reply.pattern().describe(variables);
            case Response response -> response.pattern().describe(variables);
            case These these -> Template.expand(these.bytes(), variables).quoted(200);
            case Silence silence -> "silence " + silence.duration().toMillis() + "ms";
            case Closed closed -> switch (closed.how()) {
                case EOF -> "closed eof";
                case RST -> "closed rst";
                case ANYHOW -> "closed";
            };
            case Connecting connecting -> "connecting " + connecting.duration().toMillis() + "ms";
            case Connected _ -> "connected";
            case Refused _ -> "refused";
        };
    }
}
