package dev.refservers.comparison.processes;

import dev.refservers.server.Architecture;
import dev.refservers.server.ProtocolProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What there is to choose from: architectures, peers and protocols. */
public final class Catalogue {

    /** One of each way to wait; the others are variants of these. */
    private static final Set<String> BASE = Set.of("blocking", "threaded", "virtual", "forking", "select", "epoll",
            "async");

    private Catalogue() {}

    /** All architectures on the class path, available here or not, in the order of their names. */
    public static List<Candidate> architectures() {
        return ServiceLoader.load(Architecture.class)
                .stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Architecture::name))
                .map(architecture -> (Candidate) new ArchitectureCandidate(architecture))
                .toList();
    }

    /** Servers on other foundations than ours, available here or not. */
    public static List<Candidate> peers() {
        List<Candidate> peers = new ArrayList<>();
        peers.add(new RedisCandidate());
        peers.addAll(NettyCandidate.all());
        peers.addAll(NativeCandidate.all());
        peers.addAll(PythonCandidate.all());
        return peers;
    }

    /** The architectures, then the peers. */
    public static List<Candidate> all() {
        List<Candidate> all = new ArrayList<>(architectures());
        all.addAll(peers());
        return all;
    }

    /** The seven base architectures. */
    public static List<Candidate> base() {
        return architectures().stream().filter(candidate -> BASE.contains(candidate.name())).toList();
    }

    /** Redis where it is installed: who has not asked for it does not miss it. */
    public static List<Candidate> usualPeers() {
        return Stream.<Candidate>of(new RedisCandidate())
                .filter(candidate -> candidate.unavailable().isEmpty())
                .toList();
    }

    /** The names of all protocols. */
    public static List<String> protocols() {
        return ServiceLoader.load(ProtocolProvider.class)
                .stream()
                .map(provider -> provider.get().name())
                .sorted()
                .toList();
    }

    /**
     * Those of these names, each once, in the order of the catalogue.
     *
     * @throws IllegalArgumentException when there is none of some name, with a message that names those that exist
     */
    public static List<Candidate> named(List<String> names) {
        List<Candidate> all = all();
        for (String name : names) {
            if (all.stream().noneMatch(candidate -> candidate.name().equals(name))) {
                throw new IllegalArgumentException("There is no server '" + name + "'; there is "
                        + all.stream().map(Candidate::name).collect(Collectors.joining(", ")) + ".");
            }
        }
        return all.stream().filter(candidate -> names.contains(candidate.name())).toList();
    }
}
