package dev.refservers.comparison.load;

import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class HandOver implements Conversation {

    @Override
    public String name() {
        return "hand-over";
    }

    @Override
    public String title() {
        return "25 pairs of connections: one waits in a blocking pop for what the other pushes";
    }

    @Override
    public String why() {
        return "What one client says must wake another: between threads or processes that costs a switch, within a loop nothing.";
    }

    @Override
    public Set<String> protocols() {
        return Set.of("queue");
    }

    @Override
    public int connections() {
        return 50;
    }

    @Override
    public int depth() {
        return 1;
    }

    @Override
    public int blocksMost() {
        return 1;
    }

    /** A consumer, and its producer. */
    @Override
    public int party() {
        return 2;
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        int pair = connection / party();
        return List.of(List.of(connection % party() == 0 ? Requests.await(pair) : Requests.hand(pair)));
    }
}
