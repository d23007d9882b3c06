package dev.refservers.protocol;

import java.util.Map;
import java.util.TreeMap;

/** {@code CONFIG GET}: what this server has of Redis's configuration. */
final class Configuration {

    private Configuration() {}

    /** Answers with the entries whose names match one of the patterns, in the order of their names. */
    static void get(Request request, Reply reply, Limits limits) {
        Map<String, String> matching = new TreeMap<>();
        for (int i = 2; i < request.count(); i++) {
            Glob pattern = new Glob(request.text(i));
            entries(limits).forEach((name, value) -> {
                if (pattern.matches(name)) {
                    matching.put(name, value);
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
