package dev.refservers.forking;

import dev.refservers.linux.Epoll;
import dev.refservers.linux.NativeBuffer;
import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines;
import java.util.HashMap;
import java.util.Map;

/** The clients that are being refused, watched by the epoll of the accepting thread, which alone uses this. */
final class Refusals implements AutoCloseable {

    private static final int BUFFER_BYTES = 4 << 10;

    private final int epoll;
    private final Map<Long, Refusal> refusals = new HashMap<>();
    private final Deadlines<Refusal> deadlines = new Deadlines<>();
    private final NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES);

    /** The next key: never one that was used before, because events may still tell of it. */
    private long nextKey;

    /** None yet. Keys in {@code epoll} from {@code firstKey} on belong to this. */
    Refusals(int epoll, long firstKey) {
        this.epoll = epoll;
        this.nextKey = firstKey;
    }

    /** Refuses the client behind {@code fd}, by this session; the descriptor belongs to this from now on. */
    void add(int fd, Session session) {
        Refusal refusal = new Refusal(fd, session, nextKey++);
        refusals.put(refusal.key(), refusal);
        if (Epoll.ctl(epoll, Epoll.EPOLL_CTL_ADD, fd, 0, refusal.key()) < 0) {
            remove(refusal);
        } else {
            proceed(refusal);
        }
    }

    /** Something has happened to the one with this key, if it is still there. */
    void ready(long key) {
        Refusal refusal = refusals.get(key);
        if (refusal != null) {
            proceed(refusal);
        }
    }

    /** Goes on with those whose time has come. */
    void expire(long now) {
        for (Refusal due = deadlines.poll(now); due != null; due = deadlines.poll(now)) {
            proceed(due);
        }
    }

    /** Nanoseconds until {@link #expire} has something to do, or {@link Session#NEVER}. */
    long nanosUntilNext(long now) {
        return deadlines.nanosUntilNext(now);
    }

    boolean isEmpty() {
        return refusals.isEmpty();
    }

    @Override
    public void close() {
        refusals.values().forEach(Refusal::close);
        refusals.clear();
        buffer.close();
    }

    private void proceed(Refusal refusal) {
        if (refusal.proceed(buffer)) {
            Epoll.ctl(epoll, Epoll.EPOLL_CTL_MOD, refusal.descriptor(), refusal.interest(), refusal.key());
            deadlines.watch(refusal.slot(), refusal.deadline());
        } else {
            remove(refusal);
        }
    }

    private void remove(Refusal refusal) {
        refusals.remove(refusal.key());
        deadlines.forget(refusal.slot());
        refusal.close();
    }
}
