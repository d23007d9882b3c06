package dev.refservers.protocol;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code CONFIG GET}: what this server has of Redis's configuration. */
final class Configuration {

    private Configuration() {}

    /** Answers with the entries whose names match one of the patterns, in the order of their names. */
    static void get(Request request, Reply reply, Limits limits) {
        Map<String, String> matching = new TreeMap<>();
        for (int i = 2; i < request.count(); i++) {
            Pattern pattern = glob(request.text(i));
            entries(limits).forEach((name, value) -> {
                if (pattern.matcher(name).matches()) {
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

    /** {@code *}, {@code ?}, {@code [a-z]}, {@code [^a]} and a backslash before any of them, in any case. */
    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < glob.length(); at++) {
            char c = glob.charAt(at);
            int close = c == '[' ? glob.indexOf(']', at + 1) : -1;
            if (c == '*') {
                // Several in a row mean the same as one, and would cost a regular expression dearly.
                if (at == 0 || glob.charAt(at - 1) != '*') {
                    regex.append(".*");
                }
            } else if (c == '?') {
                regex.append('.');
            } else if (close > at + 1 && !glob.startsWith("^]", at + 1)) {
                boolean negated = glob.charAt(at + 1) == '^';
                regex.append(negated ? "[^" : "[");
                for (char member : glob.substring(at + (negated ? 2 : 1), close).toCharArray()) {
                    regex.append(member == '-' || Character.isLetterOrDigit(member) ? "" : "\\").append(member);
                }
                regex.append(']');
                at = close;
            } else {
                boolean escaped = c == '\\' && at + 1 < glob.length();
                regex.append(Pattern.quote(String.valueOf(escaped ? glob.charAt(++at) : c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    }
}
