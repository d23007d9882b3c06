package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Visible;
import dev.refservers.conformance.script.Step;
import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.ServerProcess;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a script does to the server itself, and asks it beside its conversation. Used by one thread. */
final class ServerSide {

    private final RunningServer server;
    private final Recorder recorder;
    private final ControlSource control;

    /** Where the runner's own connection comes from. */
    interface ControlSource {
        Control get() throws IOException;
    }

    ServerSide(RunningServer server, Recorder recorder, ControlSource control) {
        this.server = server;
        this.recorder = recorder;
        this.control = control;
    }

    OptionalLong blockedClients() throws IOException {
        return control.get().blockedClients();
    }

    void act(Step.ServerAct act) throws IOException, MismatchException {
        recorder.act("server", switch (act.action()) {
            case PAUSE -> "is paused";
            case CONTINUE -> "goes on";
            case TERMINATE -> "gets SIGTERM";
            case KILL -> "gets SIGKILL";
            case START -> "is started again";
        });
        switch (act.action()) {
            case PAUSE -> process().pause();
            case CONTINUE -> process().resume();
            case TERMINATE -> process().terminate();
            case KILL -> process().kill();
            case START -> startAgain(act.line());
        }
    }

    private void startAgain(int line) throws MismatchException {
        try {
            server.restart();
        } catch (IOException failed) {
            throw new MismatchException(new Mismatch(line, "server", "to be started again on the same port",
                    String.valueOf(failed.getMessage()), Fault.SERVER));
        }
    }

    /** The exit code of its process; empty while it runs. */
    OptionalInt exitCode() throws IOException {
        return process().exitCode();
    }

    void killWorker(int clientPort) throws IOException, NotApplicableException {
        if (!process().killWorker(server.address().getPort(), clientPort)) {
            throw new NotApplicableException("the connection is held by the server's only process: it has no workers");
        }
        recorder.act("server", "loses the worker of this connection to SIGKILL");
    }

    /** How its process ended, as a phrase; empty if it runs, or is not known. */
    Optional<String> death() {
        return server.process().map(ServerProcess::exitCode).filter(OptionalInt::isPresent)
                .map(code -> "the server's process has ended with exit code " + code.getAsInt());
    }

    /** Notes what the server has written. */
    void recordOutput() {
        server.process().ifPresent(process -> process.takeOutput()
                .forEach(line -> recorder.note("server", "writes: " + Visible.of(line))));
    }

    private ServerProcess process() throws IOException {
        return server.process().orElseThrow(() -> new IOException("the server was not started here"));
    }
}
