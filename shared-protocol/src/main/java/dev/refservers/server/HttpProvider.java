package dev.refservers.server;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.protocol.http.HttpProtocol;
import java.util.function.Supplier;

/** Provides {@code http}. */
public final class HttpProvider implements ProtocolProvider {

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Protocol create(Limits limits, Statistics statistics, Supplier<Status> status) {
        return new HttpProtocol(limits, statistics, status);
    }
}
