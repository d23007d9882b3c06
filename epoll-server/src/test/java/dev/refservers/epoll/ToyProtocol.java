package dev.refservers.epoll;

import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A protocol of single bytes that does on demand what a loop must cope with: {@code w} waits for a wake, {@code t} waits
 * for 50 ms, {@code b} is answered by many bytes, {@code x} is a bug, {@code q} the end, {@code s} wakes itself,
 * {@code n} is taken without an answer; anything else comes back.
 */
public final class ToyProtocol implements Protocol {

    static final long WAIT_NANOS = 50_000_000;
    public static final int BIG_BYTES = 20 << 20;

    /** The sessions that wait for a wake: run one to wake it. */
    final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    public final AtomicInteger open = new AtomicInteger();

    /** Bytes received by all sessions. */
    public final AtomicLong received = new AtomicLong();

    private final Limits limits;
    private final byte[] big = new byte[BIG_BYTES];

    /** With these limits. */
    public ToyProtocol(Limits limits) {
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
                    case 't' -> due = now + WAIT_NANOS;
                    case 'n' -> {
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
            return false;
        }

        @Override
        protected void release() {
            open.decrementAndGet();
        }
    }
}
