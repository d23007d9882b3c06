package dev.refservers.conformance.targets;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import dev.refservers.server.AddressText;
import dev.refservers.server.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whatever listens at an address, or at the first of the addresses that its name stands for. */
final class AddressTarget implements Target {

    private static final int CONNECT_MILLIS = 1000;

    private final InetSocketAddress named;
    private final String protocol;
    private final Map<Capability, String> lacks;
    private final boolean mayFlush;
    private volatile @Nullable InetSocketAddress found;

    AddressTarget(InetSocketAddress named, String protocol, Map<Capability, String> lacks, boolean mayFlush) {
        this.named = named;
        this.protocol = protocol;
        this.lacks = Map.copyOf(lacks);
        this.mayFlush = mayFlush;
    }

    @Override
    public String name() {
        return AddressText.named(named);
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
    public Map<Capability, String> lacks() {
        return lacks;
    }

    @Override
    public Optional<String> obstacle() {
        try {
            found = Addresses.listening(named, CONNECT_MILLIS);
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of("Nobody listens at " + name() + " (" + refused.getMessage() + ").");
        }
    }

    @Override
    public Optional<InetSocketAddress> existing() {
        return Optional.ofNullable(found);
    }

    @Override
    public Optional<String> refuses(Script script) {
        return !mayFlush && script.says("FLUSHALL")
                ? Optional.of("it says FLUSHALL, and this server was not started by this suite: --may-flush allows it")
                : Optional.empty();
    }

    @Override
    public Optional<String> cannotStartWith(Map<String, String> settings) {
        return Optional.of("the server was not started by this suite, so it cannot be started, stopped or set up");
    }

    @Override
    public RunningServer start(String spoken, Map<String, String> settings) throws IOException {
        InetSocketAddress known = found;
        InetSocketAddress address = known != null ? known : Addresses.listening(named, CONNECT_MILLIS);
        return new Found(address, Optional.of(new OwnKeys()));
    }

    private record Found(InetSocketAddress address, Optional<OwnKeys> ownKeys) implements RunningServer {}
}
