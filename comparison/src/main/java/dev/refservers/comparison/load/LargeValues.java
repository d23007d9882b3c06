package dev.refservers.comparison.load;

import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class LargeValues implements Conversation {

    private static final int BYTES = 1 << 20;

    @Override
    public String name() {
        return "large-values";
    }

    @Override
    public String title() {
        return "4 connections, each has 1 MB echoed, or pushes it and pops it again";
    }

    @Override
    public String why() {
        return "A megabyte fits into no socket's buffer: every reply is written in parts, and it shows how often bytes are copied.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue", "echo");
    }

    @Override
    public int connections() {
        return 4;
    }

    @Override
    public int depth() {
        return 1;
    }

    @Override
    public long leastMillis() {
        return 200;
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return protocol.equals("queue")
                ? List.of(List.of(Requests.push(connection, BYTES)), List.of(Requests.pop(connection, BYTES)))
                : List.of(List.of(Requests.line(BYTES)));
    }
}
