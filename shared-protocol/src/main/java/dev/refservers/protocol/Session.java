package dev.refservers.protocol;

import java.nio.ByteBuffer;

/**
 * One client's side of a protocol, with no I/O of its own.
 *
 * <p>
 * A driver feeds it bytes and the time, and asks it what to do next; the answers to the questions may change with
 * every call that feeds it, so a driver computes them anew each time and remembers nothing. A session is used by one
 * thread at a time. It never blocks, never reads a clock, never touches a socket.
 *
 * <p>
 * {@code now} is always on {@link System#nanoTime()}'s scale and never goes back.
 *
 * <pre>
 *            receive, resume                       endOfInput, shutdown, QUIT, protocol error
 *   open ─────────────────────▶ open ──────────────────────────────▶ ending: owes its last bytes
 *                                                                        │ they are taken
 *          peer still sends: outputEnded, input is read and dropped ◀────┤
 *                    │ endOfInput, or the linger time is over            │ peer has ended
 *                    ▼                                                   ▼
 *                 finished ◀────────────────────────────────────────── finished
 * </pre>
 */
public interface Session {

    /** The deadline of a session that waits for nothing but its peer. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Takes all of {@code in}: executes what is complete, keeps what is not. The buffer belongs to the caller again
     * when this returns.
     */
    void receive(ByteBuffer in, long now);

    /**
     * Goes on: called when woken, when the deadline has passed, or when room has been made for output. A needless call
     * does nothing.
     */
    void resume(long now);

    /** The peer sends no more: its waits are cancelled; the replies to what it sent completely are still owed. */
    void endOfInput(long now);

    /**
     * The server is closing: what was received completely is answered, waits are cancelled, and then the session ends
     * as if the client had asked for it.
     */
    void shutdown(long now);

    /**
     * The bytes owed to the peer, possibly none. Moving the buffer's position takes them. It is backed by an accessible
     * array ({@link ByteBuffer#hasArray()}) and valid until the next call on this session. More may be owed when this
     * buffer is used up: ask {@link #wantsOutput()}.
     */
    ByteBuffer output();

    /** Whether the driver should read from the peer; false is back-pressure, or the end. */
    boolean wantsInput();

    /** Whether bytes are owed, or commands wait only for room: call {@link #resume} and write {@link #output()}. */
    boolean wantsOutput();

    /**
     * Whether no byte will ever be owed again: the driver shuts down its sending side, and goes on reading while
     * {@link #wantsInput()}, so that the peer gets the last reply and not a reset.
     */
    boolean outputEnded();

    /** Whether there is nothing owed and nothing to come: close. */
    boolean finished();

    /** When {@link #resume} must be called at the latest, or {@link #NEVER}. May be in the past. */
    long deadline();

    /**
     * Whether anyone but the peer can currently wake the session. A driver that cannot be woken while it waits for the
     * peer then waits for short times only, and looks in between.
     */
    default boolean awaitsWake() {
        return true;
    }

    /**
     * The connection is gone, for whatever reason: cancels waits and releases what the session holds. Called exactly
     * once, last, by every driver. A second call does nothing.
     */
    void close();
}
