package dev.refservers.async;

import dev.refservers.protocol.Session;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Rings a bell at the soonest of the times that it is set to; a thread that only waits. Used by the loop's thread. */
final class Alarm {

    private final Runnable bell;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().name("async-alarm").factory());
    private @Nullable Future<?> waiting;
    private long at;

    /** An alarm that is not set. The bell is rung on the alarm's thread. */
    Alarm(Runnable bell) {
        this.bell = bell;
        thread.setRemoveOnCancelPolicy(true);
        // A system that has no thread to give says so now, and not when the first deadline is set.
        thread.prestartCoreThread();
    }

    /** Rings {@code nanos} after {@code now}, or before; {@link Session#NEVER} leaves it as it is. */
    void set(long now, long nanos) {
        if (nanos == Session.NEVER || (waiting != null && at - (now + nanos) <= 0)) {
            return;
        }
        if (waiting != null) {
            waiting.cancel(false);
        }
        at = now + nanos;
        waiting = thread.schedule(bell, nanos, TimeUnit.NANOSECONDS);
    }

    /** It has rung: it is not set any more. */
    void rang() {
        waiting = null;
    }

    /** It will not ring, and cannot be set any more. */
    void close() {
        thread.shutdownNow();
    }

    /** Waits until its thread has ended. Any thread may call it. */
    void awaitEnd() throws InterruptedException {
        thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
}
