package dev.refservers.conformance.feed;

import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.RefusedSession;
import dev.refservers.protocol.Session;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * News for everybody who asks, whether they read it or not: a slow reader gets less of it. Its sessions bound what they
 * owe when they are resumed, so they rely on that.
 *
 * <pre>
 *   f   many bytes, more than any socket holds; and from then on an item of news every 10 ms
 *   r   the end of the news, and a report: after how many milliseconds, at worst, it was resumed when it was woken, when a
 *       deadline had come, and how many items were waiting for it at most
 * </pre>
 *
 * Safe for use by many threads.
 */
final class FeedProtocol implements Protocol {

    /** What an {@code f} is answered by. */
    static final int MANY_BYTES = 24 << 20;

    /** Owed from which on items are dropped: some come through while many bytes are owed. */
    private static final int MOST_OWED = MANY_BYTES + 1_000;

    private static final String ITEM = "item\n";

    private static final long PERIOD_NANOS = 10_000_000;
    private static final byte[] MANY = new byte[MANY_BYTES];

    static {
        for (int i = 0; i < MANY_BYTES; i++) {
            MANY[i] = (byte) ('a' + i % 23);
        }
    }

    private final Limits limits;
    /** One for all sessions, and no reason for a process to go on. */
    private final ScheduledExecutorService press = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("press").factory());

    FeedProtocol(Limits limits) {
        this.limits = limits;
    }

    /** Whether these are the bytes that answer an {@code f}. */
    static boolean isMany(byte[] bytes) {
        return Arrays.equals(MANY, bytes);
    }

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public Session open(Runnable wake, long now) {
        return new Reader(wake, now);
    }

    @Override
    public Session refuse(long now) {
        return new RefusedSession(limits, "full", now);
    }

    private final class Reader extends BufferedSession {
        private final Runnable wake;

        /** When each of the items was written that wait for {@link #advance}. */
        private final ConcurrentLinkedQueue<Long> news = new ConcurrentLinkedQueue<>();
        private @Nullable Future<?> subscription;
        private boolean reportWanted;
        private long due = NEVER;
        private long longestAfterWake;
        private long longestAfterDeadline;
        private int mostItems;

        Reader(Runnable wake, long now) {
            super(limits, now);
            this.wake = wake;
        }

        @Override
        protected void take(ByteBuffer in, long now) {
            while (in.hasRemaining()) {
                switch (in.get()) {
                    case 'f' -> {
                        out.putShared(MANY);
                        due = now + PERIOD_NANOS;
                        subscription = press.scheduleAtFixedRate(this::print, PERIOD_NANOS, PERIOD_NANOS,
                                TimeUnit.NANOSECONDS);
                    }
                    case 'r' -> reportWanted = true;
                    default -> end();
                }
            }
            advance(now);
        }

        private void print() {
            news.add(System.nanoTime());
            wake.run();
        }

        @Override
        protected void advance(long now) {
            if (due != NEVER && due - now <= 0) {
                longestAfterDeadline = Math.max(longestAfterDeadline, now - due);
                due = now + PERIOD_NANOS;
            }
            mostItems = Math.max(mostItems, news.size());
            for (Long written = news.poll(); written != null; written = news.poll()) {
                longestAfterWake = Math.max(longestAfterWake, now - written);
                if (out.size() < MOST_OWED) {
                    out.put(ITEM);
                }
            }
            if (reportWanted) {
                reportWanted = false;
                release();
                due = NEVER;
                out.put("woken " + longestAfterWake / 1_000_000 + " due " + longestAfterDeadline / 1_000_000 + " items "
                        + mostItems + "\n");
            }
            if (lastInput()) {
                end();
            }
        }

        @Override
        protected long advanceDeadline() {
            return due;
        }

        @Override
        protected boolean peerWaits() {
            return subscription != null;
        }

        @Override
        protected boolean inputFull() {
            return false;
        }

        @Override
        protected void release() {
            if (subscription != null) {
                subscription.cancel(false);
                subscription = null;
            }
        }
    }
}
