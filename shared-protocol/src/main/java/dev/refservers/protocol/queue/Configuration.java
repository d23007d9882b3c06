package dev.refservers.protocol.queue;

import dev.refservers.protocol.Limits;

import java.util.Map;
import java.util.TreeMap;

/** {@code CONFIG GET}: what this server has of Redis's configuration. */
final class Configuration {

    private Configuration() {}

    /** Answers with the entries that the arguments name or match, in the order of their names. */
    static void get(Request request, Reply reply, Limits limits) {
        Map<String, String> matching = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 2; i < request.count(); i++) {
            String asked = request.text(i);
            boolean isPattern = asked.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
            Glob pattern = new Glob(asked);
            entries(limits).forEach((name, value) -> {
                if (isPattern ? pattern.matches(name) : name.equalsIgnoreCase(asked)) {
                    // A name is answered as it was asked for, as clients look it up by it.
                    matching.putIfAbsent(isPattern ? name : asked, value);
                }
            });
        }
        reply.map(matching.size());
        matching.forEach((name, value) -> {
            reply.bulk(name);
            reply.bulk(value);
        });
    }

    private static Map<String, String> entries(Limits limits) {
        return Map.of("appendonly", "no", "save", "", //
                "maxclients", Integer.toString(limits.maxConnections()), //
                "maxmemory", Long.toString(limits.maxQueuedBytes()), //
                "proto-max-bulk-len", Integer.toString(limits.maxBulkBytes()), //
                "timeout", Long.toString(limits.idleTimeoutNanos() / 1_000_000_000));
    }
}
