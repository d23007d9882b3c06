package dev.refservers.comparison.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A median, and between which bounds it would come again.
 *
 * @param median of the sample
 * @param low of the bootstrap distribution of medians, the 2.5th percentile
 * @param high the 97.5th percentile
 */
public record Interval(double median, double low, double high) {

    private static final int RESAMPLES = 1000;
    private static final long SEED = 20_251_120;

    /**
     * The interval of a sample, which must not be empty. The same sample gives the same interval. Of one value nothing can be
     * said: both bounds are then infinitely far away.
     */
    public static Interval of(double... sample) {
        double median = median(sample);
        if (sample.length == 1) {
            return new Interval(median, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] medians = new double[RESAMPLES];
        double[] resample = new double[sample.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < resample.length; j++) {
                resample[j] = sample[random.nextInt(sample.length)];
            }
            medians[i] = median(resample);
        }
        Arrays.sort(medians);
        return new Interval(median, medians[(int) (0.025 * RESAMPLES)], medians[(int) (0.975 * RESAMPLES) - 1]);
    }

    /** The middle value, or the mean of the two in the middle. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
