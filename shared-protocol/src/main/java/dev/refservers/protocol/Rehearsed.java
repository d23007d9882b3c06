package dev.refservers.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Plays a client that is not there, for {@link Protocol#rehearse}. Safe for use by many threads. */
public final class Rehearsed {

    private Rehearsed() {}

    /** Has the session answer what such a client sends, drops the answer, and closes the session. */
    public static void play(Session session, String sent, long now) {
        try {
            if (session.wantsInput() && !sent.isEmpty()) {
                session.receive(ByteBuffer.wrap(sent.getBytes(StandardCharsets.US_ASCII)), now);
            }
            session.resume(now);
            ByteBuffer out = session.output();
            out.position(out.limit());
            session.resume(now);
        } finally {
            session.close();
        }
    }
}
