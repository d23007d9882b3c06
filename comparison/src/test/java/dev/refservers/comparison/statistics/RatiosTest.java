package dev.refservers.comparison.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.result.Comparisons;
import dev.refservers.comparison.statistics.Ratio.Verdict;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatiosTest {

    private static final double[] EVEN = {5.00, 5.10, 4.95, 5.05, 5.00};

    private static List<Ratio> ratios(double[] alias, double[] other) {
        return Ratios.of(Comparisons.costs("reference", EVEN, "reference-again", alias, "other", other), "reference");
    }

    private static double[] times(double factor) {
        return java.util.Arrays.stream(EVEN).map(cost -> cost * factor).toArray();
    }

    @Test
    void findsWhatCostsMore() {
        Ratio other = ratios(EVEN, times(1.10)).getLast();
        assertEquals("other", other.server());
        assertEquals(1.10, other.ratio(), 1e-9);
        assertEquals(Verdict.MORE, other.verdict());
    }

    @Test
    void findsWhatCostsLess() {
        assertEquals(Verdict.LESS, ratios(EVEN, times(0.9)).getLast().verdict());
    }

    @Test
    void callsNothingADifferenceThatIsSmallerThanTheNoise() {
        List<Ratio> ratios = ratios(times(1.12), times(1.10));
        assertEquals(0.12, ratios.getLast().noise(), 1e-9);
        assertEquals(Verdict.INDISTINGUISHABLE, ratios.getLast().verdict());
    }

    @Test
    void callsNothingADifferenceAsFarAsTheAliasMayReach() {
        double[] more = EVEN.clone();
        for (int i = 1; i < more.length; i += 2) {
            more[i] *= 1.08;
        }
        Ratio close = ratios(more, times(1.06)).getLast();
        assertEquals(0.08, close.noise(), 1e-9, "though the median is 1");
        assertEquals(Verdict.INDISTINGUISHABLE, close.verdict());
        assertEquals(Verdict.MORE, ratios(more, times(1.10)).getLast().verdict());
    }

    @Test
    void callsNothingADifferenceThatIsNotThereInEachBlock() {
        double[] uncertain = {6.0, 4.5, 6.0, 4.4, 6.0};
        assertEquals(Verdict.INDISTINGUISHABLE, ratios(EVEN, uncertain).getLast().verdict());
    }

    @Test
    void holdsBlockAgainstBlock() {
        double[] slowMachine = {5.0, 10.2, 4.95, 15.15, 5.0};
        double[] slowToo = java.util.Arrays.stream(slowMachine).map(cost -> cost * 1.05).toArray();
        Ratio ratio = Ratios.of(Comparisons.costs("reference", slowMachine, "reference-again", slowMachine, "other",
                slowToo), "reference").getLast();
        assertEquals(1.05, ratio.ratio(), 1e-9);
        assertEquals(Verdict.MORE, ratio.verdict());
    }

    @Test
    void rarelyTellsTheReferenceFromItself() {
        Random random = new Random(7);
        int told = 0;
        for (int i = 0; i < 200; i++) {
            double[] one = noisy(random);
            double[] again = noisy(random);
            told += Ratios.of(Comparisons.costs("reference", one, "reference-again", again, "other", EVEN), "reference")
                    .getFirst().verdict() == Verdict.INDISTINGUISHABLE ? 0 : 1;
        }
        assertTrue(told <= 10, "told apart " + told + " of 200 times");
    }

    private static double[] noisy(Random random) {
        return random.doubles(5).map(uniform -> 5 * (0.98 + 0.04 * uniform)).toArray();
    }

    @Test
    void sayNothingOfTwoWindows() {
        Ratio ratio = Ratios.of(Comparisons.costs("reference", new double[]{5, 5.1}, "reference-again",
                new double[]{5, 5}, "other", new double[]{9, 9}), "reference").getLast();
        assertEquals(Verdict.UNKNOWN, ratio.verdict());
        assertEquals(Double.POSITIVE_INFINITY, ratio.high());
    }

    @Test
    void sayNothingOfASingleWindow() {
        Ratio ratio = Ratios.of(Comparisons.costs("reference", new double[]{5}, "reference-again", new double[]{5},
                "other", new double[]{9}), "reference").getLast();
        assertEquals(Verdict.UNKNOWN, ratio.verdict());
        assertEquals(Double.POSITIVE_INFINITY, ratio.high());
    }

    @Test
    void leaveOutWhatIsVoidOrNotMetered() {
        assertEquals(List.of("blocking"),
                Ratios.of(Comparisons.sample(), "epoll").stream().map(Ratio::server).toList());
        assertEquals(List.of(), Ratios.of(Comparisons.sample(), "nobody"));
    }
}
