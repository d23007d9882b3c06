package dev.refservers.commandline;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.protocol.echo.EchoProtocol;
import dev.refservers.server.ProtocolProvider;
import java.util.function.Supplier;

/** A protocol that somebody has added to ours: all commands, and all tests, go on to work beside it. */
public final class SomebodysProtocol implements ProtocolProvider {

    @Override
    public String name() {
        return "mine";
    }

    @Override
    public Protocol create(Limits limits, Statistics statistics, Supplier<Status> status) {
        return new EchoProtocol(limits, statistics);
    }
}
