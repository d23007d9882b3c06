package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.run.Client.End;
import dev.refservers.conformance.script.Level;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.targets.RunningServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Plays one script against one server, and finds the verdict. Used by one thread. */
final class Player {

    /** How long a server may take, at the end of a script, to say what nobody expects. */
    private static final Duration LAST_WORDS = Duration.ofMillis(250);

    private final String target;
    private final RunningServer server;
    private final ServerSide.ControlSource control;
    private final double timeoutScale;
    private final double patience;

    /** With all of the time that scripts have. */
    Player(String target, RunningServer server, ServerSide.ControlSource control, double timeoutScale) {
        this(target, server, control, timeoutScale, 1);
    }

    /** {@code patience}: which part of its time a line is given, from 0 to 1. */
    Player(String target, RunningServer server, ServerSide.ControlSource control, double timeoutScale,
            double patience) {
        this.target = target;
        this.server = server;
        this.control = control;
        this.timeoutScale = timeoutScale;
        this.patience = patience;
    }

    Result play(Script script) {
        Recorder recorder = new Recorder();
        ServerSide serverSide = new ServerSide(server, recorder, control);
        Finding finding;
        try (Wire wire = new Wire(server, recorder)) {
            finding = play(script, wire, recorder, serverSide);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError failed) {
            // Whatever it was, the report of all other scripts is still to be written.
            finding = new Finding(Verdict.ERROR, "The suite itself failed: " + failed, Optional.empty());
        }
        serverSide.recordOutput();
        return new Result(target, script, finding.verdict, finding.reason, finding.mismatch, recorder.transcript(),
                Duration.ofNanos(recorder.nanosSinceStart()));
    }

    /** What came out of it, without the conversation. */
    private record Finding(Verdict verdict, String reason, Optional<Mismatch> mismatch) {}

    private Finding play(Script script, Wire wire, Recorder recorder, ServerSide serverSide) throws IOException {
        Duration limit = Duration.ofNanos((long) (scaled(script.limit()).toNanos() * patience));
        Conversation conversation = new Conversation(wire, recorder, serverSide, limit,
                new Quiet(wire, server.address(), limit, timeoutScale));
        try {
            conversation.play(script);
            recorder.line(0);
            checkNothingIsLeft(script, wire, conversation);
        } catch (MismatchException mismatch) {
            return failed(script, mismatch.mismatch(), serverSide.death());
        } catch (Budget.Exceeded flood) {
            return failed(script, new Mismatch(Math.max(1, recorder.line()), flood.client(),
                    "no more than a script can need", flood.unread() + " bytes that no line has read", Fault.FLOOD),
                    serverSide.death());
        } catch (NotApplicableException notApplicable) {
            return new Finding(Verdict.NOT_APPLICABLE, notApplicable.reason(), Optional.empty());
        }
        if (conversation.tolerated().isPresent()) {
            Mismatch allowed = conversation.tolerated().get();
            return new Finding(Verdict.NON_STRICT,
                    "line " + allowed.line() + ": " + allowed.came() + " came, which is allowed, instead of "
                            + allowed.expected(),
                    conversation.tolerated());
        }
        return new Finding(script.level() == Level.INFO ? Verdict.INFO : Verdict.PASS, "", Optional.empty());
    }

    private static Finding failed(Script script, Mismatch mismatch, Optional<String> death) {
        Verdict verdict = switch (script.level()) {
            case MUST -> Verdict.FAIL;
            case SHOULD -> Verdict.NON_STRICT;
            case MAY, INFO -> Verdict.INFO;
        };
        return new Finding(verdict, "line " + mismatch.line() + ": " + mismatch.client() + " expected "
                + mismatch.expected() + ", and got " + mismatch.came() + death.map(how -> "; " + how).orElse(""),
                Optional.of(mismatch));
    }

    /**
     * Half-closes everybody, which in order makes the server answer what it still owes, and close. A server that does
     * not is not blamed here: other scripts are about that.
     */
    private void checkNothingIsLeft(Script script, Wire wire, Conversation conversation)
            throws IOException, MismatchException {
        List<Client> open = wire.clients().stream()
                .filter(client -> client.state() == Client.State.OPEN && client.isReading()).toList();
        open.forEach(wire::halfClose);
        long until = System.nanoTime() + scaled(LAST_WORDS).toNanos();
        for (Client client : open) {
            while (client.end() == End.NOT_YET && client.in().size() == 0 && System.nanoTime() - until < 0) {
                wire.move(until);
            }
            Optional<Mismatch> more = conversation.nothingMore(script.source().lines().size(), client);
            if (more.isPresent()) {
                throw new MismatchException(more.get());
            }
        }
    }

    private Duration scaled(Duration duration) {
        return Duration.ofNanos((long) (duration.toNanos() * timeoutScale));
    }
}
