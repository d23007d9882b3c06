package dev.refservers.server;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** Makes a protocol by its name. A {@link ServiceLoader} service. */
public interface ProtocolProvider {

    /** The name under which the protocol is asked for on a command line. */
    String name();

    /**
     * Makes the protocol for one server.
     *
     * @param statistics where its sessions count what they do
     * @param status tells about the server, for protocols whose clients ask
     */
    Protocol create(Limits limits, Statistics statistics, Supplier<Status> status);
}
