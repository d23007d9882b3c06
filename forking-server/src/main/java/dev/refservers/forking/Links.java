package dev.refservers.forking;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;

/**
 * The parent's protocol as it is spoken on links. Safe for use by many threads.
 *
 * @param protocol the sessions of which carry out what workers ask for
 */
record Links(Protocol protocol) implements Protocol {

    @Override
    public String name() {
        return protocol.name();
    }

    @Override
    public Session open(Runnable wake, long now) {
        return new LinkSession(protocol.open(wake, now));
    }

    @Override
    public Session refuse(long now) {
        return protocol.refuse(now);
    }
}
