package dev.refservers.comparison.page.claims;

import java.util.List;

/**
 * A verdict and the figures that it is from.
 *
 * @param figures each a sentence
 */
public record Finding(Verdict verdict, List<String> figures) {

    public Finding {
        figures = List.copyOf(figures);
    }

    /** A verdict from one or more sentences. */
    static Finding of(Verdict verdict, String... figures) {
        return new Finding(verdict, List.of(figures));
    }
}
