package dev.refservers.comparison.load;

import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class Few implements Conversation {

    @Override
    public String name() {
        return "few";
    }

    @Override
    public String title() {
        return "4 connections, each asks the least and waits for the reply";
    }

    @Override
    public String why() {
        return "With few clients an event loop finds one of them ready at a time, and has no advantage over a thread that "
                + "simply blocks in a read.";
    }

    @Override
    public Set<String> protocols() {
        return Requests.PROTOCOLS;
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
    public int blocksMost() {
        return 2;
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return List.of(List.of(Requests.least(protocol, connection)));
    }
}
