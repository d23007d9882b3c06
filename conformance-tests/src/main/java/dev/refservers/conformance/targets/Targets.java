package dev.refservers.conformance.targets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        return new Unwritten();
    }

    /** All architectures on the class path, in order of their names, also those that are not available here. */
    public static List<Target> architectures() {
        return List.of();
    }

    /** A real redis-server, of the executable on the PATH. */
    public static Target redis() {
        return new Unwritten();
    }

    /**
     * Whatever listens there and speaks {@code protocol}. It is not started and not ended, and before queue scripts
     * all its keys are deleted: it must have none when the run begins.
     */
    public static Target address(InetSocketAddress address, String protocol) {
        return new Unwritten();
    }

    /** Stands in until the others are written. */
    private record Unwritten() implements Target {
        @Override
        public String name() {
            return "unwritten";
        }

        @Override
        public String description() {
            return "Not written yet.";
        }

        @Override
        public Set<String> protocols() {
            return Set.of();
        }

        @Override
        public Optional<String> cannotStartWith(Map<String, String> settings) {
            return Optional.of("it is not written yet");
        }

        @Override
        public RunningServer start(String protocol, Map<String, String> settings) throws IOException {
            throw new IOException("not written yet");
        }
    }
}
