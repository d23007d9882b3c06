package dev.refservers.comparison.load;

import java.util.List;
import java.util.Set;

/** The least that can be asked, at moments that are all at the same distance; held in experiments only. */
final class Evenly implements Conversation {

    @Override
    public String name() {
        return "evenly";
    }

    @Override
    public String title() {
        return "each asks the least when it is its turn";
    }

    @Override
    public String why() {
        return "One request comes when the one before has been answered: each is waited for apart.";
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
    public Arrivals arrivals() {
        return Arrivals.FIXED;
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return List.of(List.of(Requests.least(protocol, connection)));
    }
}
