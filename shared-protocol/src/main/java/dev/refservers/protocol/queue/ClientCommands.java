package dev.refservers.protocol.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code CLIENT LIST}, {@code KILL} and {@code UNBLOCK}: what one client may ask about the others, and do to them. */
final class ClientCommands {

    private final LocalQueues queues;
    private final LocalClient self;

    ClientCommands(LocalQueues queues, LocalClient self) {
        this.queues = queues;
        this.self = self;
    }

    void list(Request request, Reply reply, long now) {
        Set<Long> wanted = new HashSet<>();
        boolean byId = false;
        if (request.count() > 2 && request.is(2, "ID")) {
            byId = true;
            for (int i = 3; i < request.count(); i++) {
                if (!request.isInteger(i)) {
                    reply.error("ERR Invalid client ID");
                    return;
                }
                wanted.add(request.integer(i));
            }
        }
        boolean byType = request.count() == 4 && request.is(2, "TYPE");
        if (request.count() > 2 && !byType && wanted.isEmpty()) {
            reply.error(ServerCommands.SYNTAX_ERROR);
            return;
        }
        if (byType && !isClientType(request, 3)) {
            reply.error("ERR Unknown client type '" + request.text(3) + "'");
            return;
        }
        List<String> lines = new ArrayList<>();
        if (!byType || request.is(3, "NORMAL")) {
            for (LocalClient client : queues.clients()) {
                if (!byId || wanted.contains(client.id())) {
                    lines.add(client.serverCommands().describe(now));
                }
            }
        }
        reply.verbatim(lines);
    }

    /** Bytes that are held at most for a list of all. */
    long listBytes() {
        long bytes = 0;
        for (LocalClient client : queues.clients()) {
            bytes += client.serverCommands().describedBytes();
        }
        return bytes;
    }

    private static boolean isClientType(Request request, int i) {
        return List.of("NORMAL", "MASTER", "REPLICA", "SLAVE", "PUBSUB").stream().anyMatch(type -> request.is(i, type));
    }

    void kill(Request request, Reply reply) {
        if (request.count() == 3) {
            // The old form names an address, and sessions know none.
            reply.error("ERR No such client");
            return;
        }
        long id = 0;
        boolean skipMe = true;
        for (int i = 2; i < request.count(); i += 2) {
            boolean pair = i + 1 < request.count();
            if (pair && request.is(i, "ID")) {
                id = request.isInteger(i + 1) ? request.integer(i + 1) : 0;
                if (id < 1) {
                    reply.error("ERR client-id should be greater than 0");
                    return;
                }
            } else if (pair && request.is(i, "SKIPME") && (request.is(i + 1, "YES") || request.is(i + 1, "NO"))) {
                skipMe = request.is(i + 1, "YES");
            } else {
                reply.error(ServerCommands.SYNTAX_ERROR);
                return;
            }
        }
        long killed = 0;
        for (LocalClient client : queues.clients()) {
            if ((id == 0 || client.id() == id) && !(skipMe && client == self) && queues.kill(client)) {
                killed++;
            }
        }
        reply.integer(killed);
    }

    void unblock(Request request, Reply reply) {
        boolean withError = request.count() == 4 && request.is(3, "ERROR");
        if (request.count() > 4) {
            reply.error("ERR unknown subcommand or wrong number of arguments for '" + request.text(1)
                    + "'. Try CLIENT HELP.");
        } else if (request.count() == 4 && !withError && !request.is(3, "TIMEOUT")) {
            reply.error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        } else if (!request.isInteger(2)) {
            reply.error(ServerCommands.NOT_AN_INTEGER);
        } else {
            Waiter.State as = withError ? Waiter.State.UNBLOCKED : Waiter.State.TIMED_OUT;
            reply.integer(queues.unblock(request.integer(2), as) ? 1 : 0);
        }
    }
}
