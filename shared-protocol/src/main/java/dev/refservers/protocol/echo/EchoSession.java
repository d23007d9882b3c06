package dev.refservers.protocol.echo;

import dev.refservers.protocol.BufferedBytes;
import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Statistics;

import java.nio.ByteBuffer;

/** Every byte comes back, in order (RFC 862). */
final class EchoSession extends BufferedSession {

    private final Statistics statistics;

    EchoSession(Limits limits, Statistics statistics, BufferedBytes buffered, long now) {
        super(limits, buffered, now);
        this.statistics = statistics;
    }

    @Override
    protected void take(ByteBuffer in, long now) {
        out.put(in);
        statistics.requestServed();
    }

    @Override
    protected void advance(long now) {
        if (lastInput()) {
            end();
        }
    }

    /** Echo keeps no input: what came is owed at once, and the high-water mark of the output is the limit. */
    @Override
    protected boolean inputFull() {
        return false;
    }

    @Override
    protected void release() {
        statistics.connectionClosed();
    }
}
