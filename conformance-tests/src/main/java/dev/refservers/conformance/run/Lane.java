package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.OwnKeys;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Scripts that share one server and so take turns. Used by one thread.
 *
 * <p>
 * Each finds the server as if it were new: all keys are deleted before it, and nobody waits any more. The connection
 * that sees to this stays open, unless it would be in the way.
 */
final class Lane {

    static final Duration CONTROL_LIMIT = Duration.ofSeconds(5);

    /** One crowd at a time: two of ten thousand would need more descriptors than many systems give a process. */
    private static final ReentrantLock CROWDS = new ReentrantLock();

    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(1);
    private static final long BETWEEN_POLLS_NANOS = 200_000;

    private final Target target;
    private final String protocol;
    private final Map<String, String> settings;
    private final List<Script> scripts;
    private final RunOptions options;
    private final Pulse pulse;
    private final List<String> problems = new ArrayList<>();

    private boolean failed;
    private @Nullable RunningServer server;
    private @Nullable Control control;
    private @Nullable String previous;

    /** Scripts of the same protocol and with the same settings. */
    Lane(Target target, List<Script> scripts, RunOptions options, Pulse pulse) {
        this.target = target;
        this.protocol = scripts.getFirst().protocol();
        this.settings = scripts.getFirst().settings();
        this.scripts = List.copyOf(scripts);
        this.options = options;
        this.pulse = pulse;
    }

    /** Plays all of them; returns what else went wrong, each as a sentence. */
    List<String> run(Consumer<Result> finished) {
        List<Script> crowdsLast = scripts.stream().sorted(Comparator.comparing(Lane::isCrowd)).toList();
        for (Script script : crowdsLast) {
            Result result = pulse.over().or(() -> pointless(script))
                    .map(reason -> Result.untried(target.name(), script, Verdict.NOT_RUN, reason))
                    .orElseGet(() -> playRepeatedly(script));
            failed |= result.verdict() == Verdict.FAIL;
            finished.accept(result);
        }
        if (pulse.over().isEmpty()) {
            emptyAgain();
        }
        stop();
        return problems;
    }

    private static boolean isCrowd(Script script) {
        return script.needs().contains(Capability.MANY_CONNECTIONS);
    }

    /** Thousands of clients take their time to fail, and find out no more about a server than a few. */
    private Optional<String> pointless(Script script) {
        return failed && isCrowd(script) && !options.keepGoing() && server != null && server.process().isEmpty()
                ? Optional.of("scripts with fewer clients have failed")
                : Optional.empty();
    }

    private Result playRepeatedly(Script script) {
        if (!isCrowd(script)) {
            return playAll(script);
        }
        CROWDS.lock();
        try {
            return playAll(script);
        } finally {
            CROWDS.unlock();
        }
    }

    private Result playAll(Script script) {
        Result result = play(script);
        for (int i = 1; i < options.repeat() && result.verdict() == Verdict.PASS; i++) {
            result = play(script);
        }
        return result;
    }

    private Result play(Script script) {
        try {
            RunningServer running = prepareOrStartAnew(script);
            Player player = new Player(target.name(), running, this::control, timeoutScale(), pulse.patience());
            Result result = survived(script, player.play(script));
            if (script.needsNewServer()) {
                stop();
            }
            return result;
        } catch (IOException failed) {
            Result result = survived(script, Result.untried(target.name(), script, Verdict.ERROR,
                    "The server could not be prepared: " + failed.getMessage()));
            stop();
            return result;
        }
    }

    /** The result, when it is known whether the server still lives; one that does not is started anew, if it can be. */
    private Result survived(Script script, Result result) {
        RunningServer running = server;
        if (running == null) {
            return result;
        }
        boolean single = target.lacks().containsKey(Capability.CONCURRENT_CLIENTS);
        if (single && control != null) {
            closeControl();
        }
        Result known = pulse.examined(script, result, running);
        boolean useless = known.mismatch().map(Mismatch::fault)
                .filter(fault -> fault == Fault.DIED || fault == Fault.HUNG || fault == Fault.MUTE).isPresent();
        if (useless) {
            stop();
        }
        return known;
    }

    /** One script that leaves a server useless must not keep all others from being played. */
    private RunningServer prepareOrStartAnew(Script script) throws IOException {
        try {
            return prepare(script);
        } catch (IOException failed) {
            if (previous == null || server == null || server.process().isEmpty()) {
                throw failed;
            }
            problems.add("The " + target.name() + " server was of no use after " + previous
                    + ", and was started anew: " + failed.getMessage() + ".");
            stop();
            return prepare(script);
        } finally {
            previous = script.id();
        }
    }

    private RunningServer prepare(Script script) throws IOException {
        RunningServer running = server;
        if (running != null && running.process().isPresent() && running.process().get().exitCode().isPresent()) {
            problems.add("The " + target.name() + " server's process ended by itself with exit code "
                    + running.process().get().exitCode().getAsInt() + " before " + script.id() + ".");
            stop();
            running = null;
        }
        if (running == null) {
            running = target.start(protocol, settings);
            server = running;
            if (running.process().isEmpty() && protocol.equals("queue")) {
                mustBeEmpty();
            }
        } else if (protocol.equals("queue")) {
            clean();
        }
        leaveIfInTheWay(script);
        return running;
    }

    /** Somebody's server may hold what somebody needs. */
    private void mustBeEmpty() throws IOException {
        String held = control().held();
        if (!held.isEmpty()) {
            throw new IOException(mustBeEmpty(held));
        }
    }

    /** What is said of a server that holds something; before the first script, too, so that it is said once. */
    static String mustBeEmpty(String held) {
        return "The server must be empty, because scripts count what they find, but " + held
                + ". Nothing was deleted; take another server, or empty it if nobody needs what it holds.";
    }

    /** It was found empty, and is left so: else the next run would be refused. */
    private void emptyAgain() {
        RunningServer running = server;
        if (running != null && running.process().isEmpty() && protocol.equals("queue")) {
            try {
                empty(control());
            } catch (IOException failed) {
                problems.add("The server could not be emptied at the end: " + failed.getMessage());
            }
        }
    }

    private void clean() throws IOException {
        Control cleaning = control();
        awaitAlone(cleaning);
        empty(cleaning);
    }

    /** Of a server that is somebody's, only what scripts have made is deleted. */
    private void empty(Control cleaning) throws IOException {
        Optional<OwnKeys> own = server == null ? Optional.empty() : server.ownKeys();
        if (own.isEmpty()) {
            cleaning.flush();
            return;
        }
        own.get().clientsAreGone();
        cleaning.delete(own.get());
        String held = cleaning.held();
        if (!held.isEmpty()) {
            throw new IOException("somebody else puts keys into the server while scripts are played: " + held
                    + ", and what scripts have made is deleted");
        }
    }

    /** Until the server has noticed that the clients of earlier scripts are gone: they could still do something. */
    private void awaitAlone(Control cleaning) throws IOException {
        long until = System.nanoTime() + scaled(NOTICE_LIMIT).toNanos();
        while (System.nanoTime() - until < 0) {
            OptionalLong connected = cleaning.connectedClients();
            if (connected.isEmpty() || connected.getAsLong() <= 1) {
                return;
            }
            LockSupport.parkNanos(BETWEEN_POLLS_NANOS);
        }
        OptionalLong blocked = cleaning.blockedClients();
        if (blocked.isPresent() && blocked.getAsLong() > 0) {
            throw new IOException(blocked.getAsLong() + " clients of earlier scripts, which are gone, still wait");
        }
    }

    /**
     * Where only one client is served at a time, where the script may need every connection that the server has, or
     * where a limit may be about this one, too.
     */
    private void leaveIfInTheWay(Script script) throws IOException {
        if (control != null && (target.lacks().containsKey(Capability.CONCURRENT_CLIENTS)
                || script.needs().contains(Capability.MANY_CONNECTIONS) || !settings.isEmpty())) {
            control.quit();
            control = null;
        }
    }

    private double timeoutScale() {
        return options.timeoutScale() * target.patience();
    }

    private Duration scaled(Duration duration) {
        return Duration.ofNanos((long) (duration.toNanos() * timeoutScale()));
    }

    private Control control() throws IOException {
        if (server == null) {
            throw new IllegalStateException("no server runs");
        }
        if (control == null) {
            control = new Control(server.address(), scaled(CONTROL_LIMIT));
        }
        return control;
    }

    private void closeControl() {
        try {
            if (control != null) {
                control.close();
            }
        } catch (IOException failed) {
            problems.add("The runner's own connection could not be closed: " + failed.getMessage());
        }
        control = null;
    }

    private void stop() {
        closeControl();
        if (server != null) {
            problems.addAll(server.stop());
            server = null;
        }
    }
}
