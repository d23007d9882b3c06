package dev.refservers.testing;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.server.ProtocolProvider;
import java.util.function.Supplier;

/** Provides {@code toy} to a server process that a test starts. */
public final class ToyProvider implements ProtocolProvider {

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public Protocol create(Limits limits, Statistics statistics, Supplier<Status> status) {
        return new ToyProtocol(limits);
    }
}
