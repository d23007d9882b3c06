package dev.refservers.testing;

import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A protocol of single bytes, to step an event loop through all that a session can ask of it.
 *
 * <pre>
 *   w    waits for a wake
 *   s    wakes itself
 *   t    waits for 50 ms
 *   p    wants no more input
 *   -    is taken, without an answer
 *   b    many bytes
 *   x    an exception
 *   q    the end, and what stands behind it is dropped
 * </pre>
 *
 * Any other byte comes back.
 */
public final class ByteToyProtocol implements Protocol {

    /** How long a {@code t} waits. */
    public static final long WAIT_NANOS = 50_000_000;

    /** What a {@code b} is answered by: bytes 0 to 250, again and again. */
    public static final int BIG_BYTES = 20 << 20;

    /** The sessions that wait for a wake: run one to wake it. */
    public final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** Sessions that were opened and not closed; those of refused clients too. */
    public final AtomicInteger open = new AtomicInteger();

    /** How many sessions want no input any more. */
    public final AtomicInteger paused = new AtomicInteger();

    /** Bytes received by all sessions. */
    public final AtomicLong received = new AtomicLong();

    private final Limits limits;
    private final byte[] big = new byte[BIG_BYTES];

    /** With these limits. */
    public ByteToyProtocol(Limits limits) {
        this.limits = limits;
        for (int i = 0; i < big.length; i++) {
            big[i] = (byte) (i % 251);
        }
    }

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public Session open(Runnable wake, long now) {
        open.incrementAndGet();
        return new ToySession(wake, now);
    }

    @Override
    public Session refuse(long now) {
        open.incrementAndGet();
        ToySession refusal = new ToySession(() -> {}, now);
        refusal.refuse();
        return refusal;
    }

    private final class ToySession extends BufferedSession {
        private final Runnable wake;
        private volatile boolean delivered;
        private boolean selfWoken;
        private boolean full;
        private long due = NEVER;

        ToySession(Runnable wake, long now) {
            super(limits, now);
            this.wake = wake;
        }

        void refuse() {
            out.put("full");
            end();
        }

        @Override
        protected void take(ByteBuffer in, long now) {
            received.addAndGet(in.remaining());
            while (in.hasRemaining()) {
                byte b = in.get();
                switch (b) {
                    case 'w' -> waiting.add(() -> {
                        delivered = true;
                        wake.run();
                        wake.run();
                    });
                    case 's' -> {
                        selfWoken = true;
                        wake.run();
                    }
                    case 'p' -> {
                        full = true;
                        paused.incrementAndGet();
                    }
                    case 't' -> due = now + WAIT_NANOS;
                    case '-' -> {
                    }
                    case 'b' -> out.putShared(big);
                    case 'x' -> throw new IllegalStateException("a bug, as asked for by this test");
                    case 'q' -> {
                        end();
                        in.position(in.limit());
                    }
                    default -> out.put(b);
                }
            }
        }

        @Override
        protected void advance(long now) {
            if (delivered) {
                delivered = false;
                out.put("woken");
            }
            if (selfWoken) {
                selfWoken = false;
                out.put("self");
            }
            if (due != NEVER && due - now <= 0) {
                due = NEVER;
                out.put("due");
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
        protected boolean inputFull() {
            return full;
        }

        @Override
        protected void release() {
            open.decrementAndGet();
        }
    }
}
