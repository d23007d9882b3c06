package dev.refservers.comparison.load;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** See {@link #why}. */
final class PingPong implements Conversation {

    @Override
    public String name() {
        return "ping-pong";
    }

    @Override
    public String title() {
        return "50 connections, each asks the least and waits for the reply";
    }

    @Override
    public String why() {
        return "A request that does nothing costs only what the architecture costs: to wait, to read, to write.";
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
        return 1;
    }

    @Override
    public String family() {
        return "depth";
    }

    @Override
    public String axis() {
        return "requests in flight";
    }

    @Override
    public OptionalDouble value() {
        return OptionalDouble.of(depth());
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return List.of(List.of(Requests.least(protocol, connection)));
    }
}
