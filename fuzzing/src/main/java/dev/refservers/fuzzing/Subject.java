package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One target while it is fuzzed. Used by one thread. */
final class Subject implements AutoCloseable {

    private static final Duration SHRINKING_PATIENCE = Duration.ofMillis(700);

    private final Target target;
    private final long commands;
    private final FuzzOptions options;
    private final Found found;
    private final Differences differences = Differences.declared();
    private final RunningServer server;
    private final boolean severalClients;
    private final Map<String, FuzzResult.Finding> findings = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final long started = System.nanoTime();
    private Replay replay;
    private long played;
    private int episodes;
    private long finished;

    /** Is called when something was found, before that is shortened; the answer says whether to go on. */
    interface Found {
        boolean goOn();
    }

    Subject(Target target, long commands, FuzzOptions options, Found found) throws IOException {
        this.target = target;
        this.found = found;
        this.commands = commands;
        this.options = options;
        server = target.start("queue", Map.of());
        severalClients = !target.lacks().containsKey(Capability.CONCURRENT_CLIENTS);
        replay = connect(options.patience());
        if (server.process().isEmpty()) {
            replay.mustBeEmpty();
        }
    }

    private Replay connect(Duration patience) throws IOException {
        return new Replay(server, severalClients, differences,
                Duration.ofNanos((long) (patience.toNanos() * target.patience())));
    }

    String name() {
        return target.name();
    }

    long played() {
        return played;
    }

    int kinds() {
        return findings.size();
    }

    /** Whether it has had its commands, or has failed often enough. */
    boolean isDone() {
        return played >= commands || !problems.isEmpty() || findings.size() >= options.mostKinds();
    }

    /** Plays an episode, and shortens it if it shows a divergence of a new kind. */
    void play(Episode episode, Transcript transcript, Reference reference) {
        episodes++;
        played += episode.items();
        try {
            Optional<Divergence> divergence = replay.play(episode, transcript);
            if (divergence.isPresent()) {
                divergence = ofUndisturbed(reference, episode, transcript, divergence.get());
            }
            if (divergence.isPresent()) {
                found(episode, divergence.get(), reference);
            }
        } catch (IOException failed) {
            problems.add("In episode " + episode.number() + " of seed " + episode.seed() + ": " + failed.getMessage()
                    + server.process().filter(process -> process.exitCode().isPresent())
                            .map(process -> "; its process has ended with exit code "
                                    + process.exitCode().getAsInt())
                            .orElse(""));
        }
        finished = System.nanoTime();
    }

    /**
     * On a machine that is busy with other things, what comes of a move on the reference may come so late that it is taken
     * for what came of the next one. Then the target is held against what came when the reference was given time.
     */
    private Optional<Divergence> ofUndisturbed(Reference reference, Episode episode, Transcript transcript,
            Divergence divergence) throws IOException {
        Transcript slowly = reference.playSlowly(episode);
        return slowly.agreesWith(transcript) ? Optional.of(divergence) : replay.play(episode, slowly);
    }

    private void found(Episode episode, Divergence divergence, Reference reference) throws IOException {
        FuzzResult.Finding known = findings.get(divergence.kind());
        if (known != null) {
            findings.put(divergence.kind(), new FuzzResult.Finding(known.what(), known.script(), known.lines(),
                    known.original(), known.times() + 1));
            return;
        }
        String id = "fuzz/"
                + (divergence.asked().replaceAll("[^A-Za-z].*", "") + "-seed-" + episode.seed() + "-episode-"
                        + episode.number()).toLowerCase(Locale.ROOT).replaceAll("^-", "").replaceAll("-+", "-");
        findings.put(divergence.kind(), new FuzzResult.Finding(divergence.what(), id,
                ScriptWriter.write(id, episode, reference.play(episode), divergence, differences), episode.items(), 1));
        found.goOn();
        replay.close();
        replay = connect(SHRINKING_PATIENCE);
        Shrinker.Shrunk shrunk = Shrinker.shrink(candidate -> {
            if (!found.goOn()) {
                throw new InterruptedIOException("fuzzing was stopped");
            }
            return replay.play(candidate, reference.play(candidate));
        }, episode, divergence, options.shrinkLimit());
        replay.close();
        replay = connect(options.patience());
        List<String> script = ScriptWriter.write(id, shrunk.episode(), reference.play(shrunk.episode()),
                shrunk.divergence(), differences);
        findings.put(divergence.kind(),
                new FuzzResult.Finding(shrunk.divergence().what(), id, script, episode.items(), 1));
    }

    FuzzResult result() {
        return new FuzzResult(name(), played, episodes, Duration.ofNanos(Math.max(0, finished - started)),
                new ArrayList<>(findings.values()), differences.unused(), problems);
    }

    @Override
    public void close() {
        try {
            replay.close();
        } catch (IOException failed) {
            problems.add("Its connections could not be closed: " + failed.getMessage());
        }
        problems.addAll(server.stop());
    }
}
