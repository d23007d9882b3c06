package dev.refservers.comparison.load;

import org.HdrHistogram.Histogram;

/**
 * How an open loop's requests were really sent: what {@link Window#latencies} say counts from the moment at which each should have
 * been, and so has in it what the generator itself was late.
 *
 * @param latencies nanoseconds from the moment at which a request was sent to its reply
 * @param lags nanoseconds from the moment at which a round should have begun to that at which it did, where a client was free
 */
public record Sending(Histogram latencies, Histogram lags) {}
