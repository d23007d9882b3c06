package dev.refservers.comparison.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the generator saw from the first request of a window to its last reply.
 *
 * @param requests requests answered, each rightly
 * @param nanos time from the first request to the last reply
 * @param busyNanos time in which the generator had something to do
 * @param offeredPerSecond rounds that should have begun in a second; 0 in a closed loop
 * @param lagNanos how late 99 % of them began at the most although a client was free; 0 in a closed loop
 * @param latencies nanoseconds from the moment at which a request was sent, or should have been, to its reply
 * @param sending when requests were sent; null in a closed loop, where that is when they should have been
 */
public record Window(long requests, long nanos, long busyNanos, double offeredPerSecond, long lagNanos,
        Histogram latencies, @Nullable Sending sending) {

    /** A window of a closed loop, or of what is no load of requests. */
    public Window(long requests, long nanos, long busyNanos, double offeredPerSecond, long lagNanos,
            Histogram latencies) {
        this(requests, nanos, busyNanos, offeredPerSecond, lagNanos, latencies, null);
    }

    Window offering(double perSecond, Sending really) {
        return new Window(requests, nanos, busyNanos, perSecond, really.lags().getValueAtPercentile(99), latencies,
                really);
    }

    /** How a histogram is written: HdrHistogram's compressed form, in base 64. */
    public static String encode(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int count = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), count));
    }

    /**
     * Reads what {@link #encode} has written.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Histogram decode(String encoded) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (DataFormatException damaged) {
            throw new IllegalArgumentException("not a histogram: " + damaged.getMessage(), damaged);
        }
    }
}
