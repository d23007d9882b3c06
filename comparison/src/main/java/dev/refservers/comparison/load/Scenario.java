package dev.refservers.comparison.load;

import java.util.OptionalDouble;
import java.util.Set;

/** Something that servers are put through: a {@link Conversation} in windows, or an experiment. One class each. */
public interface Scenario {

    /** What it is asked for by: lower case, no spaces. */
    String name();

    /** One line: connections, and what each does. */
    String title();

    /** One sentence: what the figures of this scenario tell, and the others' do not. */
    String why();

    /** Protocols that it can be said in. */
    Set<String> protocols();

    /** Whether queues are made or emptied in it, which on somebody's own server may be somebody's. */
    default boolean touchesQueues(String protocol) {
        return protocol.equals("queue");
    }

    /** Connections that are open at once, where the server serves so many. */
    int connections();

    /** Scenarios of one family differ in one number only, and are drawn as one curve. */
    default String family() {
        return name();
    }

    /** What that number counts, such as {@code connections}; empty where the family has one member. */
    default String axis() {
        return "";
    }

    /** That number; empty where the family has one member. */
    default OptionalDouble value() {
        return OptionalDouble.empty();
    }

    /** In how many blocks it is measured at the most, unless the user asks for more: what is long and steady needs fewer. */
    default int blocksMost() {
        return Integer.MAX_VALUE;
    }
}
