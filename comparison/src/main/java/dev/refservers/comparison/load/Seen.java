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

    public Seen {
        parts = List.copyOf(parts);
        counts = Map.copyOf(counts);
    }
}
