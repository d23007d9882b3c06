package dev.refservers.example;

import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import java.nio.ByteBuffer;

/** Answers each line with its length in bytes. */
final class LineLengthSession extends BufferedSession {
    private int length;

    LineLengthSession(Limits limits, long now) {
        super(limits, now);
    }

    @Override
    protected void take(ByteBuffer in, long now) { // bytes have come: any number, cut anywhere
        while (in.hasRemaining()) {
            if (in.get() != '\n') {
                length++;
                continue;
            }
            out.putDecimal(length);
            out.put((byte) '\n');
            length = 0;
        }
    }

    @Override
    protected void advance(long now) { // a turn without input; perhaps there will be none any more
        if (lastInput()) {
            end();
        }
    }

    @Override
    protected boolean inputFull() { // no input is kept, so there is never too much of it
        return false;
    }
}
