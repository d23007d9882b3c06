package dev.refservers.comparison.load;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class Pipelining implements Conversation {

    @Override
    public String name() {
        return "pipelining";
    }

    @Override
    public String title() {
        return "50 connections, each sends 16 requests at once and waits for all replies";
    }

    @Override
    public String why() {
        return "Sixteen requests share one read and one write: what remains is the cost of the protocol's own code.";
    }

    @Override
    public Set<String> protocols() {
        return Requests.PROTOCOLS;
    }

    @Override
    public int connections() {
        return 50;
    }

    @Override
    public int depth() {
        return 16;
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return List.of(Collections.nCopies(depth(), Requests.least(protocol, connection)));
    }
}
