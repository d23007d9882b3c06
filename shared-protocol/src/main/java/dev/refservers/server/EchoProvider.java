package dev.refservers.server;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.protocol.echo.EchoProtocol;
import java.util.function.Supplier;

/** Provides {@code echo}. */
public final class EchoProvider implements ProtocolProvider {

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Protocol create(Limits limits, Statistics statistics, Supplier<Status> status) {
        return new EchoProtocol(limits, statistics);
    }
}
