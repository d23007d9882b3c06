package dev.refservers.commandline;

import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import dev.refservers.server.AddressText;
import dev.refservers.server.Addresses;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code conform} that say which servers the scripts are played against. */
final class ConformTargets {

    private static final String DEFAULT_PROTOCOL = "queue";
    private static final int MOST_WAIT_SECONDS = 86_400;
    private static final int CONNECT_MILLIS = 1000;
    private static final long BETWEEN_ATTEMPTS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @Parameters(paramLabel = "NAME", description = "Servers: names as ./servers list prints them, or redis. All "
            + "architectures, and redis where it is installed, if there is neither a NAME nor a --target.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--target", paramLabel = "HOST:PORT", description = "A server of your own, which runs already and "
            + "speaks --protocol (queue, unless told otherwise). For queue scripts it must have no keys, in no "
            + "database; those that scripts make are deleted again. May be repeated.")
    private List<String> addresses = new ArrayList<>();

    @Option(names = "--may-flush", description = "Also play scripts that say FLUSHALL against a --target, which ends "
            + "whatever somebody else puts there meanwhile.")
    private boolean mayFlush;

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "5", description = "How long to wait until a "
            + "--target listens (${DEFAULT-VALUE}).")
    private double waitSeconds;

    @Option(names = "--lacks", paramLabel = "WORD", description = "What a --target lacks by design, of "
            + "concurrent-clients, many-connections: scripts that need it do not apply, but others demand proof. May be "
            + "repeated.")
    private List<String> lacks = new ArrayList<>();

    @Option(names = "--loops", paramLabel = "N", description = "Start architectures with so many event loops; ignored "
            + "by those that cannot have several.")
    private @Nullable Integer loops;

    private final List<InetSocketAddress> listening = new ArrayList<>();

    /**
     * The targets that were asked for.
     *
     * @throws IllegalArgumentException if there is no such server, or an address is none; the message is a sentence
     */
    List<Target> chosen(List<String> protocols) {
        if (!(waitSeconds >= 0 && waitSeconds <= MOST_WAIT_SECONDS)) {
            throw new IllegalArgumentException(
                    "--wait is " + waitSeconds + ", but must be from 0 to " + MOST_WAIT_SECONDS + ".");
        }
        if (loops != null && loops < 1) {
            throw new IllegalArgumentException("--loops is " + loops + ", but must be at least 1.");
        }
        Map<Capability, String> lacking = lacking();
        List<Target> targets = new ArrayList<>();
        for (String address : new LinkedHashSet<>(addresses)) {
            InetSocketAddress parsed = address(address);
            listening.add(parsed);
            if (protocols.size() > 1) {
                throw new IllegalArgumentException("--target speaks one protocol, but --protocol is said "
                        + protocols.size() + " times: " + String.join(", ", protocols) + ".");
            }
            String protocol = protocols.isEmpty() ? DEFAULT_PROTOCOL : protocols.getFirst();
            targets.add(mayFlush
                    ? Targets.addressToFlush(parsed, protocol, lacking)
                    : Targets.address(parsed, protocol, lacking));
        }
        if (names.isEmpty() && addresses.isEmpty()) {
            Targets.architectures().stream().map(this::withLoops).forEach(targets::add);
            if (Targets.redis().unavailable().isEmpty()) {
                targets.add(Targets.redis());
            }
        }
        for (Candidate candidate : Catalogue.named(names)) {
            candidate.speaksOnly().ifPresent(part -> {
                throw new IllegalArgumentException(candidate.name() + " speaks only " + part
                        + ": no scripts are played against it.");
            });
            // Architectures and Redis are started in whatever protocol a script is in.
            targets.add(withLoops(candidate.target(DEFAULT_PROTOCOL)));
        }
        return targets;
    }

    private Target withLoops(Target candidate) {
        return loops == null ? candidate : Targets.with(candidate, Map.of("loops", Integer.toString(loops)));
    }

    private static InetSocketAddress address(String address) {
        int colon = address.lastIndexOf(':');
        try {
            if (colon > 0) {
                return new InetSocketAddress(address.substring(0, colon),
                        Integer.parseInt(address.substring(colon + 1)));
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--target is '" + address + "', but must be HOST:PORT.", wrong);
        }
        throw new IllegalArgumentException("--target is '" + address + "', but must be HOST:PORT.");
    }

    private Map<Capability, String> lacking() {
        if (!lacks.isEmpty() && addresses.isEmpty()) {
            throw new IllegalArgumentException("--lacks is about a --target, and there is none.");
        }
        Map<Capability, String> lacking = new EnumMap<>(Capability.class);
        for (String word : lacks) {
            Capability capability = Capability.of(word)
                    .orElseThrow(() -> new IllegalArgumentException("--lacks is '" + word + "', but must be one of "
                            + Capability.words() + "."));
            lacking.put(capability, "--lacks says so");
        }
        return lacking;
    }

    /**
     * Waits for each {@code --target}: in a job of continuous integration it has been started a moment ago. Of one that does
     * not come this is told at once; that it is missing stands in the results.
     */
    void awaitListening(PrintWriter err) {
        long until = System.nanoTime() + (long) (waitSeconds * TimeUnit.SECONDS.toNanos(1));
        listening.forEach(address -> await(address, until, err));
    }

    private static void await(InetSocketAddress address, long untilNanos, PrintWriter err) {
        for (;;) {
            try {
                Addresses.listening(address, CONNECT_MILLIS);
                return;
            } catch (IOException refused) {
                if (System.nanoTime() - untilNanos >= 0) {
                    err.println("Nobody listens at " + AddressText.named(address) + " (" + refused.getMessage()
                            + "). Start the server first, or say --wait with more seconds.");
                    return;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
            }
        }
    }
}
