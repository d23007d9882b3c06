package dev.refservers.comparison.load;

import java.util.List;

/** All conversations, in the order in which they are held. */
public final class Conversations {

    /** See the class. */
    public static final List<Conversation> ALL = List.of(Steady.USUAL, Steady.OFTEN, Steady.SELDOM, new PingPong(),
            Pipelining.USUAL, Pipelining.DEEP, new PushPop(), new Few(), new Waiting(), new HandOver(),
            new LargeValues());

    private Conversations() {}

    /** The conversation of this name; there must be one. */
    static Conversation named(String name) {
        return ALL.stream().filter(conversation -> conversation.name().equals(name)).findFirst().orElseThrow();
    }
}
