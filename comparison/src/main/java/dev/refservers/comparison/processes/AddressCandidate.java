package dev.refservers.comparison.processes;

import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import dev.refservers.server.AddressText;
import dev.refservers.server.Addresses;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whatever listens at an address, started by its user: it is neither pinned to a core nor ended, and what only its process
 * could tell stays unknown.
 *
 * @param address where it listens
 * @param protocols what it is taken to speak
 */
public record AddressCandidate(InetSocketAddress address, List<String> protocols) implements Candidate {

    /** The origin of every such server. */
    public static final String ORIGIN = "target";

    private static final int CONNECT_MILLIS = 1000;

    public AddressCandidate {
        protocols = List.copyOf(protocols);
    }

    /**
     * The server at {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException when it is not written so, or the host is not known; the message says which
     */
    public static AddressCandidate parse(String text, List<String> protocols) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon <= 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("--target is '" + text + "', but must be HOST:PORT.");
        }
        InetSocketAddress address = new InetSocketAddress(text.substring(0, colon), Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "--target is '" + text + "', but the host '" + address.getHostString() + "' is not known.");
        }
        return new AddressCandidate(address, protocols);
    }

    @Override
    public String name() {
        return AddressText.named(address);
    }

    @Override
    public String origin() {
        return ORIGIN;
    }

    @Override
    public String summary() {
        return "Whatever listens at " + name() + ".";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public boolean speaks(String protocol) {
        return protocols.contains(protocol);
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public boolean mustConform() {
        return false;
    }

    @Override
    public MeasuredServer start(String protocol, Cores cores) {
        try {
            return new AtAddress(Addresses.listening(address, CONNECT_MILLIS));
        } catch (IOException nobody) {
            // Whoever connects will find that, too, and it is told there.
            return new AtAddress(address);
        }
    }

    @Override
    public Target target(String protocol) {
        return Targets.address(address, protocol, Map.of());
    }

    private record AtAddress(InetSocketAddress address) implements MeasuredServer {

        @Override
        public OptionalLong process() {
            return OptionalLong.empty();
        }

        @Override
        public void pause() {
            // It may run wherever it likes; others may be using it.
        }

        @Override
        public void resume() {
            // See pause.
        }

        @Override
        public void stop() {
            // It goes on serving whom its user started it for.
        }

        @Override
        public void close() {
            // See stop.
        }
    }
}
