package dev.refservers.comparison.load;

import java.util.List;
import java.util.Set;

/** See {@link #why}. */
final class PushPop implements Conversation {

    @Override
    public String name() {
        return "push-pop";
    }

    @Override
    public String title() {
        return "50 connections, each pushes an element to a queue of its own, then pops it";
    }

    @Override
    public String why() {
        return "Every request changes state that all connections share: this shows what sharing it costs.";
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
        return 3;
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return List.of(List.of(Requests.push(connection)), List.of(Requests.pop(connection)));
    }
}
