package dev.refservers.server;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.protocol.queue.LocalQueues;
import dev.refservers.protocol.queue.QueueProtocol;
import java.util.function.Supplier;

/** Provides {@code queue}, with queues in the memory of this process. */
public final class QueueProvider implements ProtocolProvider {

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public Protocol create(Limits limits, Statistics statistics, Supplier<Status> status) {
        return new QueueProtocol(limits, statistics, new LocalQueues(limits, status));
    }
}
