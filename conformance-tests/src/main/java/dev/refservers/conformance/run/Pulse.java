package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.server.AddressText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether the servers of one target live. Each script is asked whether its server has survived it, so that the one is
 * blamed that was being played, and not the hundreds behind it. Safe for use by many threads.
 */
final class Pulse {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Duration RETURN_LIMIT = Duration.ofSeconds(2);
    private static final long BETWEEN_ATTEMPTS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Servers that are started anew for each script may be mute in so many of them, one after the other. */
    private static final int MOST_MUTE = 3;

    /** What runs out of time so often is not slow for a moment: the rest is given a part of the time. */
    private static final int PATIENT_WITH = 3;
    private static final double IMPATIENCE = 0.4;

    private final boolean goesOn;
    private final double timeoutScale;
    private final AtomicBoolean heard = new AtomicBoolean();
    private final AtomicInteger muteInARow = new AtomicInteger();
    private final AtomicInteger ranOutOfTime = new AtomicInteger();

    /** The script that passed, and behind which the question was not answered. */
    private final AtomicReference<Optional<Script>> suspected = new AtomicReference<>(Optional.empty());

    /** Whether scripts pass although the question is not answered: then that says nothing. */
    private final AtomicBoolean questionIsUnknown = new AtomicBoolean();
    private final AtomicReference<Optional<String>> over = new AtomicReference<>(Optional.empty());

    /** {@code goesOn}: all scripts are played, whatever has become of the servers. */
    Pulse(boolean goesOn, double timeoutScale) {
        this.goesOn = goesOn;
        this.timeoutScale = timeoutScale;
    }

    /** Why no further script is worth playing, as a phrase. */
    Optional<String> over() {
        return over.get();
    }

    /**
     * Which part of its time a line is given: all of it, until three scripts have run out of theirs. So a server that
     * leaves many lines without an answer is found out in a minute.
     */
    double patience() {
        return ranOutOfTime.get() < PATIENT_WITH || goesOn ? 1 : IMPATIENCE;
    }

    /** What came of the script, when it is known whether the server has survived it. */
    Result examined(Script script, Result result, RunningServer server) {
        if (result.transcript().events().stream().anyMatch(event -> event.kind() == Transcript.Kind.RECEIVED)) {
            heard.set(true);
        }
        if (result.verdict() == Verdict.FAIL
                && result.mismatch().map(Mismatch::fault).filter(Pulse::isLate).isPresent()) {
            ranOutOfTime.incrementAndGet();
        }
        if (server.process().isPresent()) {
            return examinedOfOurs(script, result, server);
        }
        if (result.verdict() == Verdict.NOT_APPLICABLE || over.get().isPresent()) {
            return result;
        }
        return switch (asked(script, server)) {
            case REFUSED -> died(script, result, server);
            case MUTE -> mute(script, result, server);
            case ANSWERS -> {
                muteInARow.set(0);
                suspected.set(Optional.empty());
                yield result;
            }
        };
    }

    private Result examinedOfOurs(Script script, Result result, RunningServer server) {
        if (script.needsNewServer()) {
            return result;
        }
        if (server.process().orElseThrow().exitCode().isPresent()) {
            return blamed(result, Fault.DIED, "a server that lives on", "its process has ended with exit code "
                    + server.process().get().exitCode().getAsInt());
        }
        boolean failed = result.verdict() == Verdict.FAIL || result.verdict() == Verdict.ERROR;
        if (!failed || asked(script, server) != Probe.Found.MUTE) {
            muteInARow.set(0);
            return result;
        }
        if (muteInARow.incrementAndGet() >= MOST_MUTE && !goesOn) {
            over.set(Optional.of("the server was of no use after " + MOST_MUTE + " scripts in a row, of which "
                    + script.id() + " was the last: it accepted clients, and answered nobody"));
        }
        return blamed(result, heard.get() ? Fault.HUNG : Fault.MUTE, "a server that answers",
                "it accepts clients, and answers nobody");
    }

    private Probe.Found asked(Script script, RunningServer server) {
        if (questionIsUnknown.get() || (goesOn && muteInARow.get() > 0)) {
            return Probe.listens(server.address(), scaled(ANSWER_LIMIT)) ? Probe.Found.ANSWERS : Probe.Found.REFUSED;
        }
        return Probe.ask(server.address(), script.protocol(), scaled(ANSWER_LIMIT));
    }

    /** Something may start it again; if not, nothing is left to be played. */
    private Result died(Script script, Result result, RunningServer server) {
        String address = AddressText.named(server.address());
        long until = System.nanoTime() + scaled(RETURN_LIMIT).toNanos();
        boolean back = false;
        while (!back && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
            back = Probe.listens(server.address(), scaled(ANSWER_LIMIT));
        }
        if (!back && !goesOn) {
            over.set(Optional.of("nobody listens at " + address + " since " + script.id()));
        }
        return heard.get()
                ? blamed(result, Fault.DIED, "a server that lives on",
                        "nobody listened at " + address + " any more" + (back ? "; later somebody did again" : ""))
                : blamed(result, Fault.REFUSED, "a server that listens", "nobody listens at " + address);
    }

    private Result mute(Script script, Result result, RunningServer server) {
        if (result.verdict() != Verdict.FAIL && result.verdict() != Verdict.ERROR) {
            if (suspected.getAndSet(Optional.of(script)).isPresent()) {
                questionIsUnknown.set(true);
            }
            return result;
        }
        muteInARow.incrementAndGet();
        String since = suspected.get().map(Script::id).orElse(script.id());
        String address = AddressText.named(server.address());
        if (!goesOn) {
            over.set(Optional.of(heard.get()
                    ? "the server at " + address + " accepts clients and answers nobody any more, since " + since
                    : "the server at " + address + " accepts clients and has not answered any"));
        }
        return blamed(result, heard.get() ? Fault.HUNG : Fault.MUTE, "a server that answers",
                "it accepts clients, and answers nobody"
                        + (since.equals(script.id()) ? "" : "; the question behind " + since + " was the first"));
    }

    private static boolean isLate(Fault fault) {
        return switch (fault) {
            case NOTHING, CUT, NOT_ENDED, NOT_CONNECTED, ENDLESS -> true;
            default -> false;
        };
    }

    private static Result blamed(Result result, Fault fault, String expected, String came) {
        Mismatch mismatch = result.mismatch().map(own -> own.with(fault))
                .orElseGet(() -> new Mismatch(lastLine(result), "server", expected, came, fault));
        String reason = result.reason().isEmpty()
                ? "after this script: expected " + expected + ", but " + came
                : result.reason() + "; after this script: " + came;
        return new Result(result.target(), result.script(), Verdict.FAIL, reason, Optional.of(mismatch),
                result.transcript(), result.took());
    }

    private static int lastLine(Result result) {
        return result.transcript().played().stream().mapToInt(Transcript.Played::line).max()
                .orElse(result.script().source().lines().size());
    }

    private Duration scaled(Duration duration) {
        return Duration.ofNanos((long) (duration.toNanos() * timeoutScale));
    }
}
