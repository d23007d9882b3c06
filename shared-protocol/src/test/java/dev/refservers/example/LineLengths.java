package dev.refservers.example;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.RefusedSession;
import dev.refservers.protocol.Session;

/** The protocol of {@link LineLengthSession}. */
public record LineLengths(Limits limits) implements Protocol {

    @Override
    public String name() {
        return "line-lengths";
    }

    @Override
    public Session open(Runnable wake, long now) {
        return new LineLengthSession(limits, now);
    }

    @Override
    public Session refuse(long now) {
        return new RefusedSession(limits, "full\n", now);
    }
}
