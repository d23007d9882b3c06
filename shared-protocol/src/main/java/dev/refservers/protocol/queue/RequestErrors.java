package dev.refservers.protocol.queue;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The replies to requests that can be read, but not be carried out. */
final class RequestErrors {

    private static final int SHOWN_BYTES = 128;

    private RequestErrors() {}

    /** Answers a request that can't be carried out, whatever its arguments say. */
    static void refuse(Reply reply, Request request, @Nullable Command command) {
        String error = of(request, command);
        if (error == null) {
            throw new IllegalArgumentException("nothing is wrong with " + command);
        }
        reply.error(error);
    }

    /**
     * What is wrong with a request, whatever its arguments say, or null: a name that is unknown, or their number.
     *
     * @param command that it names
     */
    static @Nullable String of(Request request, @Nullable Command command) {
        if (command == null) {
            return unknown(request);
        }
        // A container is still there in the place of a subcommand that it does not have.
        if (command.asksSubcommand(request)) {
            return "ERR unknown subcommand '" + shown(request, 1, SHOWN_BYTES) + "'. Try " + command.name() + " HELP.";
        }
        if (command.takes(request.count())) {
            return null;
        }
        // The end of a transaction in any case, and Redis says so even where there is none.
        return command == Command.EXEC
                ? "EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command"
                : wrongNumberOfArguments(command);
    }

    private static String unknown(Request request) {
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < request.count() && arguments.length() < SHOWN_BYTES; i++) {
            int room = SHOWN_BYTES - arguments.length();
            arguments.append('\'').append(shown(request, i, room)).append("' ");
        }
        return "ERR unknown command '" + shown(request, 0, SHOWN_BYTES) + "', with args beginning with: " + arguments;
    }

    static String wrongNumberOfArguments(Command command) {
        return "ERR wrong number of arguments for '" + command.fullName() + "' command";
    }

    private static String shown(Request request, int i, int atMost) {
        byte[] bytes = new byte[Math.min(request.length(i), atMost)];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = request.byteAt(i, at);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
