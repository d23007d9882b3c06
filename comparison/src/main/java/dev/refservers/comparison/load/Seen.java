package dev.refservers.comparison.load;

import java.util.List;
import java.util.Map;

/**
 * What the generator saw of an experiment.
 *
 * @param window all of it together
 * @param parts what is to be seen apart; which parts there are, the order tells
 * @param counts whatever else was counted, by name
 */
public record Seen(Window window, List<Window> parts, Map<String, Long> counts) {

    static final String REPLIES_IN_TENTH = "repliesInTenth";

    public Seen {
        parts = List.copyOf(parts);
        counts = Map.copyOf(counts);
    }

    /** How many replies were heard between two tenths of a second of a {@link Crowd#surge}, the second one not included. */
    public long replies(int fromTenth, int toTenth) {
        long replies = 0;
        for (int tenth = fromTenth; tenth < toTenth; tenth++) {
            replies += counts.getOrDefault(REPLIES_IN_TENTH + tenth, 0L);
        }
        return replies;
    }
}
