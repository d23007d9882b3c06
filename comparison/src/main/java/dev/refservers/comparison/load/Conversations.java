package dev.refservers.comparison.load;

import java.util.List;
import java.util.stream.Stream;

/** All conversations, in the order in which they are held. */
public final class Conversations {

    /** See the class. */
    public static final List<Conversation> ALL = List.of(Steady.USUAL, Steady.OFTEN, Steady.SELDOM, new PingPong(),
            Pipelining.USUAL, Pipelining.DEEP, new PushPop(), new Few(), Waiting.USUAL, new HandOver(),
            new LargeValues());

    /** The least, at a rate that whoever orders windows decides; Poisson arrivals. */
    public static final Conversation LEAST = Steady.USUAL;

    /** The same, at moments that are all at the same distance. */
    public static final Conversation EVENLY = new Evenly();

    private Conversations() {}

    /** The conversation of this name; there must be one. */
    static Conversation named(String name) {
        return Stream.of(ALL.stream(), ALL.stream().map(Conversation::warmUp), Stream.of(EVENLY))
                .flatMap(some -> some).filter(conversation -> conversation.name().equals(name))
                .findFirst().orElseThrow();
    }
}
