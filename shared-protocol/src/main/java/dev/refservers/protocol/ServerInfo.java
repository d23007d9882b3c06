package dev.refservers.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code INFO}: this server, in sections. */
final class ServerInfo {

    /** Of the servers here; the protocol is that of Redis 7.0. */
    static final String VERSION = "0.1.0";

    private static final Set<String> EVERYTHING = Set.of("DEFAULT", "ALL", "EVERYTHING");

    private ServerInfo() {}

    /** The sections that the request names, or all. */
    static String text(Request request, LocalQueues queues) {
        StringBuilder text = new StringBuilder();
        sections(queues).forEach((title, body) -> {
            if (isAsked(request, title)) {
                text.append(text.isEmpty() ? "" : "\r\n").append("# ").append(title).append("\r\n").append(body);
            }
        });
        return text.toString();
    }

    private static Map<String, String> sections(LocalQueues queues) {
        Status status = queues.status();
        LocalQueues.Census census = queues.census();
        Limits limits = queues.limits();
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("Server", lines("server_name", "reference-servers", "server_version", VERSION, //
                "architecture", status.architecture(), "process_id", status.processId(), //
                "uptime_in_seconds", status.uptimeMillis() / 1_000));
        sections.put("Clients", lines("connected_clients", census.clients(), //
                "maxclients", limits.maxConnections(), "blocked_clients", census.waiters()));
        sections.put("Memory", lines("used_memory", status.heapBytes(), //
                "queued_bytes", census.heldBytes(), "maxmemory", limits.maxQueuedBytes()));
        sections.put("Stats", lines("total_connections_received", status.connectionsAccepted(), //
                "rejected_connections", status.connectionsRefused(), //
                "total_commands_processed", status.requestsServed()));
        sections.put("Keyspace", census.queues() == 0
                ? ""
                : lines("db0", "keys=" + census.queues() + ",expires=0,avg_ttl=0"));
        return sections;
    }

    private static boolean isAsked(Request request, String title) {
        if (request.count() == 1) {
            return true;
        }
        for (int i = 1; i < request.count(); i++) {
            int at = i;
            if (request.is(at, title.toUpperCase(java.util.Locale.ROOT))
                    || EVERYTHING.stream().anyMatch(word -> request.is(at, word))) {
                return true;
            }
        }
        return false;
    }

    private static String lines(Object... namesAndValues) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.append(namesAndValues[i]).append(':').append(namesAndValues[i + 1]).append("\r\n");
        }
        return lines.toString();
    }
}
