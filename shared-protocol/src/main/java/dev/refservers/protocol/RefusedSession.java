package dev.refservers.protocol;

import java.nio.ByteBuffer;

/** The session of a client over the limit: one last word, then the end. */
public final class RefusedSession extends BufferedSession {

    /** A session that owes {@code lastWord}, each character as one byte (ISO 8859-1), and then ends. */
    public RefusedSession(Limits limits, String lastWord, long now) {
        super(limits, now);
        out.put(lastWord);
        end();
    }

    @Override
    protected void take(ByteBuffer in, long now) {
        in.position(in.limit());
    }

    @Override
    protected void advance(long now) {
        end();
    }

    @Override
    protected boolean inputFull() {
        return false;
    }
}
