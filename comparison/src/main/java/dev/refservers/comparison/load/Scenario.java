package dev.refservers.comparison.load;

import java.util.List;
import java.util.Set;

/** A load that a server is put under: who says what, and how much of it at once. One class each. */
public interface Scenario {

    /** What it is asked for by: lower case, no spaces. */
    String name();

    /** One line: connections, and what each does. */
    String title();

    /** One sentence: what the figures of this scenario tell, and the others' do not. */
    String why();

    /** Protocols that it can be said in. */
    Set<String> protocols();

    /** Connections that are open at once, where the server serves so many. */
    int connections();

    /** Requests that a connection has in flight at once. */
    int depth();

    /** Rounds that begin in a second on all connections together, at random moments; 0 is a closed loop. */
    default double roundsPerSecond() {
        return 0;
    }

    /** What the connection of this index says in each round: each inner list is a turn, sent at once. */
    List<List<Exchange>> turns(String protocol, int connection);
}
