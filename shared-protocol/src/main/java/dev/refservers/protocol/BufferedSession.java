package dev.refservers.protocol;

import java.nio.ByteBuffer;

/**
 * What sessions have in common: owed bytes, back-pressure, the idle time-out, and an orderly end. Extend it to write a
 * protocol of your own: {@link #take}, {@link #advance} and {@link #inputFull} are all that it needs.
 */
public abstract class BufferedSession implements Session {

    /** What the server tells of itself takes no more: for this nobody is closed. */
    private static final int OWN_REPLY_BYTES = 16 << 10;

    /** The bytes owed to the peer. */
    protected final Output out = new Output();

    private final Limits limits;
    private final BufferedBytes buffered;

    /** What of {@link #buffered} is this session's. */
    private long counted;

    /** The last time that the driver told. */
    private long now;

    /** When bytes last moved, in either direction. */
    private long lastMove;
    private long owedAtLastMove;

    /** How long the peer may still read what it is owed, which is all that is left to do; or NEVER. */
    private long lingerUntil = NEVER;

    private boolean peerEnded;
    private boolean stopping;
    private boolean ending;
    private boolean broken;
    private boolean closed;

    /** A session that was opened at {@code now}. */
    protected BufferedSession(Limits limits, long now) {
        this(limits, new BufferedBytes(limits.maxBufferedBytes()), now);
    }

    /** A session that was opened at {@code now}, and counts with others what it holds. */
    protected BufferedSession(Limits limits, BufferedBytes buffered, long now) {
        this.limits = limits;
        this.buffered = buffered;
        this.now = now;
        this.lastMove = now;
    }

    /** Takes all of {@code in}: answers what can be answered at once, keeps the rest. Called while input is wanted. */
    protected abstract void take(ByteBuffer in, long now);

    /**
     * Answers what was kept, as far as {@link #roomForOutput()} goes, and calls {@link #end()} once {@link #lastInput()}
     * and nothing that can be answered is left. Called often, and often without need.
     */
    protected abstract void advance(long now);

    /** Whether so much input is kept that no more should be read. */
    protected abstract boolean inputFull();

    /** Whether something was kept that waits only for room for its output. */
    protected boolean waitsForRoom() {
        return false;
    }

    /** Whether the peer waits for something that this side owes it later: then it is not idle. */
    protected boolean peerWaits() {
        return false;
    }

    /** When {@link #advance} must be called at the latest, or {@link #NEVER}. */
    protected long advanceDeadline() {
        return NEVER;
    }

    /** Bytes that it holds beside those in {@link #out}. */
    protected long heldBytes() {
        return 0;
    }

    /** Bytes of these that somebody else has counted for it since this was asked last. */
    protected long countedBytes() {
        return 0;
    }

    /** Whether so many bytes more may be held, which are counted then. */
    protected final boolean mayHold(long bytes) {
        if (bytes > BufferedBytes.UNCOUNTED) {
            if (!buffered.reserve(bytes)) {
                return false;
            }
            counted += bytes;
        }
        return true;
    }

    /** The same of what is few bytes and soon gone: it finds room as long as there is any elsewhere. */
    protected final boolean mayHoldForNow(long bytes) {
        if (bytes > BufferedBytes.UNCOUNTED) {
            if (buffered.isTooMuch()) {
                return false;
            }
            buffered.add(bytes);
            counted += bytes;
        }
        return true;
    }

    /** Releases what the session holds. Called once. */
    protected void release() {}

    /** Ends the conversation once everything owed has been taken: no further input is looked at. */
    protected final void end() {
        ending = true;
    }

    /** Ends the conversation at once, without what is owed. */
    protected final void abort() {
        ending = true;
        broken = true;
        out.clear();
    }

    /** Whether the conversation is ending: nothing may be executed any more. */
    protected final boolean ending() {
        return ending;
    }

    /** Whether no more input will be taken than what was already. */
    protected final boolean lastInput() {
        return peerEnded || stopping;
    }

    /** Whether less is owed than the high-water mark. */
    protected final boolean roomForOutput() {
        return out.size() < limits.outputHighWaterBytes();
    }

    @Override
    public final void receive(ByteBuffer in, long now) {
        this.now = now;
        if (ending || stopping) {
            // Dropped bytes are no reason to go on waiting for a peer that does not read its last reply.
            in.position(in.limit());
            return;
        }
        if (in.hasRemaining()) {
            lastMove = now;
        }
        take(in, now);
        owedAtLastMove = out.size();
    }

    @Override
    public final void resume(long now) {
        goOn(now);
        if (isIdleTooLong(now)) {
            abort();
        }
    }

    @Override
    public final void endOfInput(long now) {
        peerEnded = true;
        goOn(now);
    }

    @Override
    public final void shutdown(long now) {
        stopping = true;
        goOn(now);
    }

    @Override
    public final ByteBuffer output() {
        // Before it is written: some drivers are stuck for as long as the peer does not read.
        count();
        return out.first();
    }

    @Override
    public final boolean wantsInput() {
        return !peerEnded && !broken && (ending || stopping || (roomForOutput() && !inputFull()));
    }

    @Override
    public final boolean wantsOutput() {
        return !out.isEmpty() || (!ending && waitsForRoom() && roomForOutput());
    }

    @Override
    public final boolean outputEnded() {
        return ending && out.isEmpty();
    }

    @Override
    public final boolean finished() {
        // After it was written, before input is waited for.
        count();
        return outputEnded() && (peerEnded || broken || lingerDeadline() - now <= 0);
    }

    @Override
    public final long deadline() {
        // A driver that has written asks this next, and then maybe nothing more until the answer is due.
        noteTakenOutput();
        if (outputEnded()) {
            return peerEnded || broken ? NEVER : lingerDeadline();
        }
        long deadline = ending ? NEVER : advanceDeadline();
        return peerWaits() ? deadline : sooner(deadline, idleDeadline());
    }

    @Override
    public boolean awaitsWake() {
        return peerWaits();
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            release();
            abort();
            buffered.add(-counted - countedBytes());
            counted = 0;
        }
    }

    /** Counts what is held by now. Who finds no room for it has read too little of what it asked for, and is closed. */
    private void count() {
        counted += countedBytes();
        long counts = broken ? 0 : BufferedBytes.counted(out.heldBytes() + heldBytes());
        if (counts != counted) {
            // What is only written from one place to another takes a little more for a while, and INFO at any time.
            boolean more = counts - counted > 2L * limits.outputHighWaterBytes() + OWN_REPLY_BYTES;
            buffered.add(counts - counted);
            counted = counts;
            if (more && buffered.isTooMuch()) {
                abort();
            }
        }
    }

    /** The time starts to run when the driver first asks after the last byte was taken. */
    private long lingerDeadline() {
        if (lingerUntil == NEVER) {
            lingerUntil = now + limits.lingerNanos();
        }
        return lingerUntil;
    }

    /** By the difference, since the scale of nanoTime may overflow. */
    private static long sooner(long one, long other) {
        if (one == NEVER || other == NEVER) {
            return one == NEVER ? other : one;
        }
        return one - other < 0 ? one : other;
    }

    private long idleDeadline() {
        return limits.idleTimeoutNanos() == 0 ? NEVER : lastMove + limits.idleTimeoutNanos();
    }

    private void goOn(long now) {
        this.now = now;
        noteTakenOutput();
        boolean waited = peerWaits();
        if (!ending) {
            advance(now);
        }
        if (waited && !peerWaits()) {
            // However long the wait was that has just ended: a peer can be idle only from now on.
            lastMove = now;
        }
        owedAtLastMove = out.size();
    }

    /** Bytes that were taken since the last look moved at the last time that the driver told. */
    private void noteTakenOutput() {
        long owed = out.size();
        if (owed < owedAtLastMove) {
            lastMove = now;
            owedAtLastMove = owed;
        }
    }

    private boolean isIdleTooLong(long now) {
        return limits.idleTimeoutNanos() > 0 && !outputEnded() && !peerWaits()
                && lastMove + limits.idleTimeoutNanos() - now <= 0;
    }
}
