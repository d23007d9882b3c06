package dev.refservers.conformance.targets;

import dev.refservers.conformance.script.Capability;
import dev.refservers.server.Architecture;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The usual targets. */
public final class Targets {

    private Targets() {}

    /**
     * One of the architectures on the class path, each of its servers in a process of its own with this JVM's class
     * path.
     *
     * @throws IllegalArgumentException if none has this name; the message tells the names there are
     */
    public static Target architecture(String name) {
        List<Target> all = architectures();
        return all.stream().filter(target -> target.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No architecture is called '" + name + "'; there is "
                        + all.stream().map(Target::name).collect(Collectors.joining(", ")) + "."));
    }

    /** All architectures on the class path, in order of their names, also those that are not available here. */
    public static List<Target> architectures() {
        return ServiceLoader.load(Architecture.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Architecture::name))
                .<Target>map(ArchitectureTarget::new)
                .toList();
    }

    /** A real redis-server, of the executable on the PATH. */
    public static Target redis() {
        return new RedisTarget();
    }

    /**
     * The same target, each of its servers started with these settings too.
     *
     * @param settings options without their dashes, as {@code loops}
     */
    public static Target with(Target target, Map<String, String> settings) {
        return new TargetWithSettings(target, settings);
    }

    /**
     * Whatever listens there and speaks {@code protocol}. It is not started and not ended. Queue scripts are refused if it
     * holds any key, in whatever database, when the run begins; what they make they delete again, by name. Those that say
     * FLUSHALL are not played.
     *
     * @param address of a host whose name may stand for several: the first at which somebody listens is taken
     * @param lacks what it lacks by design, each with the reason as a phrase; the suite demands proof
     */
    public static Target address(InetSocketAddress address, String protocol, Map<Capability, String> lacks) {
        return new AddressTarget(address, protocol, lacks, false);
    }

    /** The same, of a server in which nobody puts anything meanwhile: scripts that say FLUSHALL are played, too. */
    public static Target addressToFlush(InetSocketAddress address, String protocol, Map<Capability, String> lacks) {
        return new AddressTarget(address, protocol, lacks, true);
    }
}
