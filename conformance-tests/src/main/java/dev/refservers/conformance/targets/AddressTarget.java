package dev.refservers.conformance.targets;

import dev.refservers.conformance.script.Capability;
import dev.refservers.server.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whatever listens at an address. */
record AddressTarget(InetSocketAddress address, String protocol, Map<Capability, String> lacks) implements Target {

    AddressTarget {
        lacks = Map.copyOf(lacks);
    }

    @Override
    public String name() {
        return AddressText.named(address);
    }

    @Override
    public String description() {
        return "Whatever listens at " + name() + ".";
    }

    @Override
    public Set<String> protocols() {
        return Set.of(protocol);
    }

    @Override
    public Optional<String> cannotStartWith(Map<String, String> settings) {
        return Optional.of("the server was not started by this suite, so it cannot be started, stopped or set up");
    }

    @Override
    public RunningServer start(String spoken, Map<String, String> settings) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("the host '" + address.getHostString() + "' is not known");
        }
        return () -> address;
    }
}
