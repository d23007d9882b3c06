package dev.refservers.protocol.queue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code COMMAND}: what redis-cli and the client libraries ask about the commands. */
final class CommandDocs {

    /** More than is held for what is told of one command. */
    private static final int INFO_BYTES = 96;
    private static final int DOCS_BYTES = 176;

    private CommandDocs() {}

    /** Bytes that are held at most for the reply of {@link #info}. */
    static long infoBytes(Request request, int first) {
        return INFO_BYTES * commands(request, first);
    }

    /** Bytes that are held at most for the reply of {@link #docs}. */
    static long docsBytes(Request request) {
        return DOCS_BYTES * commands(request, 2);
    }

    private static long commands(Request request, int first) {
        return request.count() <= first ? Command.values().length : request.count() - first;
    }

    static int count() {
        return all().size();
    }

    /** Describes the commands that the arguments from {@code first} on name, or all; null for each that is unknown. */
    static void info(Request request, Reply reply, int first) {
        List<@Nullable Command> asked = asked(request, first);
        reply.array(asked.size());
        for (Command command : asked) {
            if (command == null) {
                reply.nil();
                continue;
            }
            reply.array(10);
            reply.bulk(command.fullName());
            reply.integer(command.arity());
            // Flags, then the places of keys: first, last, step; then categories, tips, key specifications, subcommands.
            reply.set(0);
            reply.integer(0);
            reply.integer(0);
            reply.integer(0);
            reply.set(0);
            reply.array(0);
            reply.array(0);
            reply.array(0);
        }
    }

    /** Documents the commands that the arguments name, or all; leaves out what is unknown. */
    static void docs(Request request, Reply reply) {
        List<Command> known = new ArrayList<>();
        for (Command command : asked(request, 2)) {
            if (command != null) {
                known.add(command);
            }
        }
        reply.map(known.size());
        for (Command command : known) {
            reply.bulk(command.fullName());
            reply.map(2);
            reply.bulk("summary");
            reply.bulk(command.summary());
            reply.bulk("group");
            reply.bulk(command.group());
        }
    }

    private static List<@Nullable Command> asked(Request request, int first) {
        if (request.count() <= first) {
            return new ArrayList<>(all());
        }
        List<@Nullable Command> asked = new ArrayList<>();
        for (int i = first; i < request.count(); i++) {
            asked.add(Command.named(request.text(i).toUpperCase(Locale.ROOT)));
        }
        return asked;
    }

    private static List<Command> all() {
        return Arrays.stream(Command.values()).filter(Command::isTopLevel).toList();
    }
}
