package dev.refservers.protocol.queue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code INFO}: this server, in sections. */
final class ServerInfo {

    /** Of the servers here; the protocol is that of Redis 7.0. */
    static final String VERSION = "0.1.0";

    private static final Set<String> EVERYTHING = Set.of("DEFAULT", "ALL", "EVERYTHING");

    /** The lines of each section: a field's name, a colon, and its value or the name of the value in braces. */
    private static final Map<String, List<String>> SECTIONS = InfoFields.sections();

    private ServerInfo() {}

    /** The sections that the request names, or all. */
    static String text(Request request, LocalQueues queues) {
        Map<String, String> values = values(queues);
        StringBuilder text = new StringBuilder();
        SECTIONS.forEach((title, lines) -> {
            if (isAsked(request, title)) {
                text.append(text.isEmpty() ? "" : "\r\n").append("# ").append(title).append("\r\n");
                lines.forEach(line -> write(line, values, text));
            }
        });
        return text.toString();
    }

    private static void write(String line, Map<String, String> values, StringBuilder text) {
        int from = line.indexOf('{');
        String written = from < 0
                ? line
                : line.substring(0, from) + values.getOrDefault(line.substring(from + 1, line.length() - 1), "");
        text.append(written).append(written.isEmpty() ? "" : "\r\n");
    }

    private static Map<String, String> values(LocalQueues queues) {
        Status status = queues.status();
        LocalQueues.Census census = queues.census();
        Limits limits = queues.limits();
        long seconds = status.uptimeMillis() / 1_000;
        Map<String, String> values = new LinkedHashMap<>();
        values.put("server_version", VERSION);
        values.put("architecture", status.architecture());
        values.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"));
        values.put("process_id", Long.toString(status.processId()));
        values.put("uptime_in_seconds", Long.toString(seconds));
        values.put("uptime_in_days", Long.toString(seconds / 86_400));
        values.put("connected_clients", Integer.toString(census.clients()));
        values.put("maxclients", Integer.toString(limits.maxConnections()));
        values.put("blocked_clients", Integer.toString(census.waiters()));
        values.put("used_memory", Long.toString(status.heapBytes()));
        values.put("used_memory_human", human(status.heapBytes()));
        values.put("queued_bytes", Long.toString(census.heldBytes()));
        values.put("buffered_bytes", Long.toString(queues.buffered().held()));
        values.put("maxmemory", Long.toString(limits.maxQueuedBytes()));
        values.put("maxmemory_human", human(limits.maxQueuedBytes()));
        values.put("total_connections_received", Long.toString(status.connectionsAccepted()));
        values.put("total_commands_processed", Long.toString(status.requestsServed()));
        values.put("rejected_connections", Long.toString(status.connectionsRefused()));
        values.put("keyspace", census.queues() == 0 ? "" : "db0:keys=" + census.queues() + ",expires=0,avg_ttl=0");
        return values;
    }

    /** As Redis writes it: 512B, 1.70M. */
    private static String human(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 1024 && unit < 5) {
            number /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + "B" : String.format(Locale.ROOT, "%.2f%c", number, "BKMGTP".charAt(unit));
    }

    private static boolean isAsked(Request request, String title) {
        if (request.count() == 1) {
            return true;
        }
        for (int i = 1; i < request.count(); i++) {
            int at = i;
            if (request.is(at, title.toUpperCase(Locale.ROOT))
                    || EVERYTHING.stream().anyMatch(word -> request.is(at, word))) {
                return true;
            }
        }
        return false;
    }
}
