package dev.refservers.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The replies to requests that can be read, but not be carried out. */
final class RequestErrors {

    private static final int SHOWN_BYTES = 128;

    private RequestErrors() {}

    /** There is no such command or, if there is a container of its name, no such subcommand. */
    static void unknown(Reply reply, Request request, @Nullable Command container) {
        if (container != null) {
            reply.error("ERR unknown subcommand '" + shown(request, 1, SHOWN_BYTES) + "'. Try " + container.name()
                    + " HELP.");
            return;
        }
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < request.count() && arguments.length() < SHOWN_BYTES; i++) {
            int room = SHOWN_BYTES - arguments.length();
            arguments.append('\'').append(shown(request, i, room)).append("' ");
        }
        reply.error("ERR unknown command '" + shown(request, 0, SHOWN_BYTES) + "', with args beginning with: "
                + arguments);
    }

    static void wrongNumberOfArguments(Reply reply, Command command) {
        reply.error("ERR wrong number of arguments for '" + command.fullName() + "' command");
    }

    private static String shown(Request request, int i, int atMost) {
        byte[] bytes = new byte[Math.min(request.length(i), atMost)];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = request.byteAt(i, at);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
