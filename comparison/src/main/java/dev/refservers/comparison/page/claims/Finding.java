package dev.refservers.comparison.page.claims;

import java.util.ArrayList;
import java.util.List;

/**
 * A verdict and the figures that it is from.
 *
 * @param respect what alone was judged, such as "in CPU time"; empty where that needs no saying
 * @param figures each a sentence
 */
public record Finding(Verdict verdict, String respect, List<String> figures) {

    public Finding {
        figures = List.copyOf(figures);
    }

    Finding(Verdict verdict, List<String> figures) {
        this(verdict, "", figures);
    }

    /** A verdict from one or more sentences. */
    static Finding of(Verdict verdict, String... figures) {
        return new Finding(verdict, List.of(figures));
    }

    /** The same, which goes for this alone. */
    Finding in(String what) {
        return new Finding(verdict, what, figures);
    }

    /** Where nothing was found, with the reason: a factor that is not surely on one side of a bound. */
    Finding because(Factor factor, double bound) {
        if (verdict != Verdict.NOT_HERE) {
            return this;
        }
        List<String> all = new ArrayList<>(figures);
        factor.undecided(bound).ifPresent(all::add);
        return new Finding(verdict, respect, all);
    }
}
