package dev.refservers.protocol;

import java.nio.ByteBuffer;

/** Passes everything on to another session: whoever wants one thing done differently overrides that. */
public abstract class ForwardingSession implements Session {

    /** The other session. */
    protected final Session session;

    protected ForwardingSession(Session session) {
        this.session = session;
    }

    @Override
    public void receive(ByteBuffer in, long now) {
        session.receive(in, now);
    }

    @Override
    public void resume(long now) {
        session.resume(now);
    }

    @Override
    public void endOfInput(long now) {
        session.endOfInput(now);
    }

    @Override
    public void shutdown(long now) {
        session.shutdown(now);
    }

    @Override
    public ByteBuffer output() {
        return session.output();
    }

    @Override
    public boolean wantsInput() {
        return session.wantsInput();
    }

    @Override
    public boolean wantsOutput() {
        return session.wantsOutput();
    }

    @Override
    public boolean outputEnded() {
        return session.outputEnded();
    }

    @Override
    public boolean finished() {
        return session.finished();
    }

    @Override
    public long deadline() {
        return session.deadline();
    }

    @Override
    public boolean awaitsWake() {
        return session.awaitsWake();
    }

    @Override
    public void close() {
        session.close();
    }
}
