package dev.refservers.protocol.queue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.SessionProbe;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;

/** Queues, and clients of them without sockets. */
final class QueueFixture {

    private static final Status STATUS = new Status("test", 1, 0, 0, 0, 0, 0, 1, 0);

    private final QueueProtocol protocol;

    QueueFixture() {
        this(Limits.DEFAULT);
    }

    QueueFixture(Limits limits) {
        protocol = new QueueProtocol(limits, new Statistics(), new LocalQueues(limits, () -> STATUS));
    }

    /** The default limits, but for arguments of one command and bytes of all queues. */
    static Limits limits(int maxArguments, long maxQueuedBytes) {
        Limits all = Limits.DEFAULT;
        return new Limits(all.maxConnections(), all.maxBulkBytes(), maxArguments, all.maxInlineBytes(),
                all.outputHighWaterBytes(), all.maxWaitingInputBytes(), maxQueuedBytes, all.idleTimeoutNanos(),
                all.lingerNanos());
    }

    SessionProbe connect() {
        return SessionProbe.open(protocol);
    }

    QueueProtocol protocol() {
        return protocol;
    }
}
