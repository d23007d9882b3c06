package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays the same seeded conversations on a reference and on targets, and compares every reply.
 *
 * <pre>
 * List&lt;FuzzResult&gt; results = new Fuzzer(FuzzOptions.DEFAULT, FuzzListener.NONE)
 *         .run(Targets.redis(), Map.of(Targets.architecture("epoll"), 100_000L));
 * </pre>
 */
public final class Fuzzer {

    private final FuzzOptions options;
    private final FuzzListener listener;

    private volatile boolean stopped;

    public Fuzzer(FuzzOptions options, FuzzListener listener) {
        this.options = options;
        this.listener = listener;
    }

    /**
     * Fuzzes each target with at least so many commands. Each episode is played once on the reference, and then on all
     * targets that still want some; those that serve one client at a time get episodes of one connection.
     *
     * @param reference Redis, or another server that runs all commands in one thread
     * @throws IOException when a server does not start, or the reference fails; what a target does wrong is in its result
     */
    public List<FuzzResult> run(Target reference, Map<Target, Long> targets) throws IOException {
        mustBeThere(reference);
        for (Target target : targets.keySet()) {
            mustBeThere(target);
        }
        RunningServer oracle = reference.start("queue", Map.of());
        List<FuzzResult> results = new ArrayList<>();
        try (Reference right = new Reference(oracle)) {
            if (oracle.process().isEmpty()) {
                right.mustBeEmpty();
            }
            List<Map.Entry<Target, Long>> alone = targets.entrySet().stream()
                    .filter(entry -> entry.getKey().lacks().containsKey(Capability.CONCURRENT_CLIENTS)).toList();
            List<Map.Entry<Target, Long>> others = targets.entrySet().stream()
                    .filter(entry -> !alone.contains(entry)).toList();
            // What ends all keys of a server that is somebody's is not said to any, so that all are told the same.
            boolean sparing = reference.existing().isPresent()
                    || targets.keySet().stream().anyMatch(target -> target.existing().isPresent());
            results.addAll(run(right, others, options.connections(), sparing, List.of()));
            results.addAll(run(right, alone, 1, sparing, List.copyOf(results)));
        } finally {
            oracle.stop();
        }
        return results;
    }

    private static void mustBeThere(Target target) throws IOException {
        Optional<String> obstacle = target.obstacle();
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
    }

    /** Ends soon, from another thread: servers are left as they were found, and the results are what there is. */
    public void stop() {
        stopped = true;
    }

    private List<FuzzResult> run(Reference reference, List<Map.Entry<Target, Long>> targets, int connections,
            boolean sparing, List<FuzzResult> before) throws IOException {
        List<Subject> subjects = new ArrayList<>();
        try {
            for (Map.Entry<Target, Long> target : targets) {
                subjects.add(new Subject(target.getKey(), target.getValue(), options, () -> {
                    tell(before, subjects);
                    return !stopped;
                }));
            }
            Generator generator = new Generator(options.seed(), connections);
            List<Subject> playing = new ArrayList<>(subjects);
            while (!playing.isEmpty() && !stopped) {
                Episode episode = sparing ? Sparing.of(generator.next()) : generator.next();
                Transcript transcript = reference.play(episode);
                for (Subject subject : playing) {
                    subject.play(episode, transcript, reference);
                    listener.played(subject.name(), subject.played(), subject.kinds());
                }
                tell(before, subjects);
                playing.removeIf(Subject::isDone);
            }
        } finally {
            subjects.forEach(Subject::close);
        }
        return subjects.stream().map(Subject::result).toList();
    }

    private void tell(List<FuzzResult> before, List<Subject> subjects) {
        if (!stopped) {
            listener.soFar(Stream.concat(before.stream(), subjects.stream().map(Subject::result)).toList());
        }
    }
}
