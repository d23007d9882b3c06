package dev.refservers.conformance.feed;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.server.ProtocolProvider;
import java.util.function.Supplier;

/** Provides {@code feed} to the servers that its test starts. */
public final class FeedProvider implements ProtocolProvider {

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public Protocol create(Limits limits, Statistics statistics, Supplier<Status> status) {
        return new FeedProtocol(limits);
    }
}
