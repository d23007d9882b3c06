package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.script.Action;
import dev.refservers.conformance.script.Clients;
import dev.refservers.conformance.script.Expectation;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Step;
import dev.refservers.conformance.script.Template;
import dev.refservers.conformance.script.Variables;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Plays the lines of one script, in order. Used by one thread. */
final class Conversation {

    /** So many times the limit of a line is the limit of all of them. */
    private static final int LIMITS = 6;

    /** But where that is short, a busy machine is given time. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private static final Duration BETWEEN_POLLS = Duration.ofMillis(1);

    /** Where the server does not tell who waits: how long it is given to notice. */
    private static final Duration WITHOUT_COUNT = Duration.ofMillis(150);

    /** What is done for one client of a line. */
    private interface ForClient {
        void play(Client client, Variables variables) throws IOException, MismatchException, NotApplicableException;
    }

    private final Wire wire;
    private final Recorder recorder;
    private final ServerSide server;
    private final Duration limit;
    private final Examiner examiner;
    private final Quiet quiet;
    private final Map<String, Long> groups = new HashMap<>();

    /** The member that a group's name stands for, inside {@code each}. */
    private final Map<String, Long> current = new HashMap<>();

    private Optional<Mismatch> tolerated = Optional.empty();

    Conversation(Wire wire, Recorder recorder, ServerSide server, Duration limit, Quiet quiet) {
        this.wire = wire;
        this.recorder = recorder;
        this.server = server;
        this.limit = limit;
        this.examiner = new Examiner(wire, limit);
        this.quiet = quiet;
    }

    /** The first line that was as it is allowed to be, but not as it should be. */
    Optional<Mismatch> tolerated() {
        return tolerated;
    }

    void play(Script script) throws IOException, MismatchException, NotApplicableException {
        play(script.steps(), Variables.NONE);
    }

    private void play(Iterable<Step> steps, Variables variables)
            throws IOException, MismatchException, NotApplicableException {
        for (Step step : steps) {
            recorder.line(step.line());
            mustEnd(step.line());
            play(step, variables.with(examiner.kept()));
            wire.moveNow();
        }
    }

    /** What a client has seen behind the last line. */
    Optional<Mismatch> nothingMore(int lastLine, Client client) {
        return examiner.nothingMore(lastLine, client);
    }

    private void mustEnd(int line) throws MismatchException {
        long most = Math.max(LIMITS * limit.toNanos(), LEAST.toNanos());
        if (recorder.nanosSinceStart() > most) {
            throw new MismatchException(new Mismatch(line, "server", "an end of the script",
                    "none in " + most / 1_000_000 + " ms", Fault.ENDLESS));
        }
    }

    private void play(Step step, Variables variables)
            throws IOException, MismatchException, NotApplicableException {
        switch (step) {
            case Step.Send send -> forEach(send.line(), send.clients(), variables, (client, values) -> wire.send(client,
                    Commands.encode(send.words().stream().map(word -> word.expand(values)).toList())));
            case Step.SendBytes send -> forEach(send.line(), send.clients(), variables,
                    (client, values) -> wire.send(client, Template.expand(send.bytes(), values)));
            case Step.Expect expect -> forEach(expect.line(), expect.clients(), variables,
                    (client, values) -> expect(expect, client, values));
            case Step.Act act -> act(act, variables);
            case Step.Group group -> groups.put(group.name(), group.size().expand(variables));
            case Step.Each each -> each(each, variables);
            case Step.Repeat repeat -> {
                long times = repeat.times().expand(variables);
                for (long i = 1; i <= times; i++) {
                    play(repeat.steps(), variables.with("i", i));
                }
            }
            case Step.AwaitBlocked await -> awaitBlocked(await.line(), await.clients().expand(variables));
            case Step.AwaitQuiet await -> forEach(await.line(), await.clients(), variables,
                    (client, _) -> recorder.note("server", quiet.await(client)));
            case Step.AwaitGone await -> {
                forEachName(await.clients(), variables,
                        (name, _) -> recorder.note("server", quiet.awaitGone(left(await.line(), name))));
                quiet.awaitPlaces();
            }
            case Step.Sleep sleep -> pass(sleep.duration());
            case Step.ServerAct act -> server.act(act);
            case Step.ServerExit exit -> awaitExit(exit);
            case Step.Unreadable wrong -> throw new IllegalStateException(wrong.problem());
        }
    }

    private void each(Step.Each each, Variables variables)
            throws IOException, MismatchException, NotApplicableException {
        long size = groups.getOrDefault(each.group(), 0L);
        for (long me = 1; me <= size; me++) {
            current.put(each.group(), me);
            play(each.steps(), variables.with("n", size).with("me", me));
        }
        current.remove(each.group());
    }

    private void expect(Step.Expect expect, Client client, Variables variables)
            throws IOException, MismatchException {
        examiner.begin();
        Optional<Mismatch> mismatch = examiner.examine(expect.line(), expect.expected(), client, variables);
        for (Step.Alternative other : expect.alternatives()) {
            if (mismatch.isEmpty()) {
                return;
            }
            if (examiner.examine(other.line(), other.expectation(), client, variables).isEmpty()) {
                tolerated = other.strict()
                        ? tolerated
                        : tolerated.or(() -> Optional.of(new Mismatch(other.line(), client.name(),
                                expect.expected().describe(variables), other.expectation().describe(variables),
                                Fault.DIFFERENT)));
                return;
            }
        }
        if (mismatch.isPresent()) {
            throw new MismatchException(mismatch.get());
        }
    }

    private void act(Step.Act act, Variables variables)
            throws IOException, MismatchException, NotApplicableException {
        if (act.action() instanceof Action.Connect || act.action() instanceof Action.TryConnect) {
            forEachName(act.clients(), variables, (name, _) -> {
                wire.open(name);
                if (act.action() instanceof Action.Connect) {
                    awaitConnected(act.line(), name);
                }
            });
            return;
        }
        forEach(act.line(), act.clients(), variables, (client, values) -> act(act.action(), client, values));
    }

    private void act(Action action, Client client, Variables variables)
            throws IOException, NotApplicableException {
        switch (action) {
            case Action.Connect _,Action.TryConnect _ -> throw new IllegalStateException("played by its caller");
            case Action.Close _ -> wire.close(client, false);
            case Action.Reset _ -> wire.close(client, true);
            case Action.HalfClose _ -> wire.halfClose(client);
            case Action.Drip drip -> client.drip(Math.toIntExact(drip.bytes().expand(variables)),
                    drip.pause().toNanos());
            case Action.Split split -> client.split(Math.toIntExact(split.bytes().expand(variables)),
                    split.pause().toNanos());
            case Action.StopReading _ -> client.stopReading();
            case Action.Resume _ -> client.resumeReading();
            case Action.KillWorker _ -> server.killWorker(client.localAddress().getPort());
        }
    }

    /** Until exactly so many clients wait. */
    private void awaitBlocked(int line, long clients) throws IOException, MismatchException {
        long until = System.nanoTime() + limit.toNanos();
        for (;;) {
            OptionalLong blocked = server.blockedClients();
            if (blocked.isEmpty()) {
                recorder.note("server", "does not tell who waits, so it is given " + WITHOUT_COUNT.toMillis() + " ms");
                pass(WITHOUT_COUNT);
                return;
            }
            if (blocked.getAsLong() == clients) {
                recorder.note("server", "tells that " + clients + " clients wait");
                return;
            }
            if (System.nanoTime() - until >= 0) {
                throw new MismatchException(new Mismatch(line, "server",
                        "blocked_clients:" + clients + " in INFO clients",
                        "blocked_clients:" + blocked.getAsLong() + " for " + limit.toMillis() + " ms", Fault.SERVER));
            }
            pass(BETWEEN_POLLS);
        }
    }

    private void awaitExit(Step.ServerExit exit) throws IOException, MismatchException {
        long until = System.nanoTime() + limit.toNanos();
        while (server.exitCode().isEmpty() && System.nanoTime() - until < 0) {
            pass(BETWEEN_POLLS);
        }
        OptionalInt code = server.exitCode();
        String came = code.isPresent() ? "exit " + code.getAsInt() : "no end for " + limit.toMillis() + " ms";
        recorder.note("server", came);
        if (code.isEmpty() || code.getAsInt() != exit.code()) {
            throw new MismatchException(
                    new Mismatch(exit.line(), "server", "exit " + exit.code(), came, Fault.SERVER));
        }
    }

    /** Lets time pass, in which everybody reads and writes. */
    private void pass(Duration duration) throws IOException {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - until < 0) {
            wire.move(until);
        }
    }

    private void forEach(int line, Clients clients, Variables variables, ForClient forClient)
            throws IOException, MismatchException, NotApplicableException {
        forEachName(clients, variables, (name, values) -> forClient.play(connected(line, name), values));
    }

    /** What is done for the name of one client of a line. */
    private interface ForName {
        void play(String name, Variables variables) throws IOException, MismatchException, NotApplicableException;
    }

    private void forEachName(Clients clients, Variables variables, ForName forName)
            throws IOException, MismatchException, NotApplicableException {
        String name = clients.name();
        if (!clients.everyMember()) {
            Long member = current.get(name);
            forName.play(member == null ? name : name + member, variables);
            return;
        }
        long size = groups.getOrDefault(name, 0L);
        for (long me = 1; me <= size; me++) {
            forName.play(name + me, variables.with("n", size).with("me", me));
        }
    }

    /** The client of this name; it connects when it is first mentioned. */
    private Client connected(int line, String name) throws IOException, MismatchException {
        Optional<Client> client = wire.client(name);
        if (client.isPresent()) {
            if (client.get().state() == Client.State.CLOSED) {
                throw new IllegalStateException("line " + line + ": the script itself has closed " + name
                        + "; a line '" + name + "! connect' connects it again");
            }
            return client.get();
        }
        wire.open(name);
        return awaitConnected(line, name);
    }

    private Client left(int line, String name) {
        return wire.client(name).orElseThrow(() -> new IllegalStateException("line " + line + ": " + name
                + " was never connected"));
    }

    private Client awaitConnected(int line, String name) throws IOException, MismatchException {
        Client client = wire.client(name).orElseThrow();
        examiner.begin();
        Optional<Mismatch> mismatch = examiner.examine(line, new Expectation.Connected(), client, Variables.NONE);
        if (mismatch.isPresent()) {
            throw new MismatchException(mismatch.get());
        }
        return client;
    }
}
