package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Fault;
import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.run.Client.End;
import dev.refservers.conformance.run.ReplyReader.Malformed;
import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.script.Expectation;
import dev.refservers.conformance.script.Expectation.How;
import dev.refservers.conformance.script.ReplyPattern;
import dev.refservers.conformance.script.Template;
import dev.refservers.conformance.script.Variables;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Waits for what a client must see, and tells what it saw instead. */
final class Examiner {

    private static final int SHOWN_BYTES = 2048;
    private static final int DIFFERENCE_BYTES = 40;

    private final Wire wire;
    private final Duration limit;
    private final Map<String, Long> kept = new HashMap<>();

    /** When a line ends that began now, on {@link System#nanoTime()}'s scale. */
    private long untilNanos;

    /** In which way the line that is examined is not as it must be. */
    private Fault fault = Fault.DIFFERENT;

    /** The place around which what came is shown. */
    private int shownAt;

    /** Waits no longer than {@code limit} for anything. */
    Examiner(Wire wire, Duration limit) {
        this.wire = wire;
        this.limit = limit;
    }

    /** A line begins: it has one limit, whatever comes meanwhile, and however many alternatives it has. */
    void begin() {
        untilNanos = System.nanoTime() + limit.toNanos();
    }

    /** The numbers that were kept from replies. */
    Map<String, Long> kept() {
        return kept;
    }

    /** Whether the condition came true before the line's time is over. */
    private boolean await(Client client, BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (client.isPausing(now)) {
                // The server has not been given all of it yet: that takes the runner's time.
                untilNanos = Math.max(untilNanos, now + limit.toNanos());
            }
            if (now - untilNanos >= 0) {
                return false;
            }
            wire.move(untilNanos);
        }
        return true;
    }

    private boolean await(BooleanSupplier condition, long until) throws IOException {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until >= 0) {
                return false;
            }
            wire.move(until);
        }
        return true;
    }

    /** Empty if the client sees what it must; what it saw is then read. Otherwise nothing is read. */
    Optional<Mismatch> examine(int line, Expectation expected, Client client, Variables variables)
            throws IOException {
        fault = Fault.DIFFERENT;
        shownAt = 0;
        Optional<String> came = switch (expected) {
            case Expectation.Reply reply -> reply(reply, client, variables);
            case Expectation.Response response -> response(response, client, variables);
            case Expectation.These these -> these(Template.expand(these.bytes(), variables), client);
            case Expectation.Silence silence -> silence(silence.duration(), client);
            case Expectation.Closed closed -> closed(closed.how(), client);
            case Expectation.Connecting connecting -> await(() -> client.state() != Client.State.CONNECTING,
                    System.nanoTime() + connecting.duration().toNanos())
                            ? Optional.of(state(client))
                            : Optional.empty();
            case Expectation.Connected _ -> state(client, Client.State.OPEN);
            case Expectation.Refused _ -> state(client, Client.State.REFUSED);
        };
        return came.map(what -> mismatch(line, client, expected.describe(variables), what));
    }

    private Mismatch mismatch(int line, Client client, String expected, String came) {
        // In whole lines of a dump.
        int from = Math.max(0, shownAt - SHOWN_BYTES / 2) / 16 * 16;
        Inbox in = client.in();
        return new Mismatch(line, client.name(), expected, came, fault,
                in.slice(Math.min(from, in.size()), Math.min(in.size(), from + SHOWN_BYTES)), from, shownAt);
    }

    private Optional<String> reply(Expectation.Reply expected, Client client, Variables variables)
            throws IOException {
        Inbox in = client.in();
        ReplyReader reader = new ReplyReader(in);
        for (;;) {
            int size = in.size();
            boolean ended = client.end() != End.NOT_YET;
            try {
                Optional<Reply> reply = reader.read();
                if (reply.isPresent()) {
                    Optional<String> difference = Matching.difference(expected.pattern(), reply.get(), variables);
                    if (difference.isEmpty()) {
                        in.read(reader.size());
                        keep(expected.pattern(), reply.get());
                    }
                    return difference.map(what -> came(reply.get().describe(), what));
                }
            } catch (Malformed malformed) {
                fault = Fault.MALFORMED;
                return Optional.of("no reply: " + malformed.getMessage());
            }
            if (ended || !await(client, () -> in.size() != size || client.end() != End.NOT_YET)) {
                return Optional.of(lacking(client));
            }
        }
    }

    private void keep(ReplyPattern pattern, Reply reply) {
        if (pattern instanceof ReplyPattern.Kept(String variable) && reply instanceof Reply.Whole(long number)) {
            kept.put(variable, number);
        }
    }

    private Optional<String> response(Expectation.Response expected, Client client, Variables variables)
            throws IOException {
        Inbox in = client.in();
        ResponseReader reader = new ResponseReader(in, expected.pattern().bodiless());
        for (;;) {
            int size = in.size();
            boolean ended = client.end() != End.NOT_YET;
            try {
                Optional<Response> response = reader.read(ended);
                if (response.isPresent()) {
                    Optional<String> difference = Matching.difference(expected.pattern(), response.get(), variables);
                    if (difference.isEmpty()) {
                        in.read(reader.size());
                    }
                    return difference.map(what -> came(response.get().describe(), what));
                }
            } catch (Malformed malformed) {
                fault = Fault.MALFORMED;
                return Optional.of("no response: " + malformed.getMessage());
            }
            if (ended || !await(client, () -> in.size() != size || client.end() != End.NOT_YET)) {
                return Optional.of(lacking(client));
            }
        }
    }

    private static String came(String what, String difference) {
        return difference.startsWith(what) ? what : what + " (" + difference + ")";
    }

    private Optional<String> these(Bytes expected, Client client) throws IOException {
        Inbox in = client.in();
        wire.allow(expected.size());
        await(client, () -> in.size() >= expected.size() || client.end() != End.NOT_YET);
        int differs = in.mismatch(expected);
        if (in.size() < expected.size()) {
            String lacking = lacking(client);
            shownAt = differs >= 0 ? differs : in.size();
            int missing = expected.size() - in.size();
            return Optional.of(in.size() == 0
                    ? lacking
                    : "only " + in.size() + " of " + expected.size() + " bytes, then " + ending(client) + ": " + missing
                            + (missing == 1 ? " is" : " are") + " missing" + (differs >= 0
                                    ? ", and byte " + differs + " is the first that differs"
                                    : ""));
        }
        if (differs >= 0) {
            shownAt = differs;
            int from = Math.max(0, differs - DIFFERENCE_BYTES);
            return Optional.of((from > 0 ? "… " : "")
                    + in.slice(from, Math.min(in.size(), expected.size())).quoted(2 * DIFFERENCE_BYTES) + " (byte "
                    + differs + " is the first that differs)");
        }
        in.read(expected.size());
        return Optional.empty();
    }

    private Optional<String> closed(How how, Client client) throws IOException {
        await(client, () -> client.end() != End.NOT_YET || client.in().size() > 0);
        boolean asExpected = client.in().size() == 0 && switch (how) {
            case EOF -> client.end() == End.EOF;
            case RST -> client.end() == End.RESET;
            case ANYHOW -> client.end() != End.NOT_YET;
        };
        if (asExpected) {
            return Optional.empty();
        }
        if (client.in().size() > 0) {
            return Optional.of(tooMuch(client));
        }
        fault = client.end() == End.NOT_YET ? Fault.NOT_ENDED : Fault.ENDED_OTHERWISE;
        return Optional.of(ending(client));
    }

    /** What is seen when the time is already over may have come then, too: it breaks no silence. */
    private Optional<String> silence(Duration duration, Client client) throws IOException {
        long until = System.nanoTime() + duration.toNanos();
        while (client.in().size() == 0 && client.end() == End.NOT_YET) {
            wire.move(until);
            if (System.nanoTime() - until >= 0) {
                return Optional.empty();
            }
        }
        if (client.in().size() > 0) {
            return Optional.of(tooMuch(client));
        }
        fault = Fault.ENDED;
        return Optional.of(ending(client));
    }

    /** What a client has seen behind the last line of a script. */
    Optional<Mismatch> nothingMore(int line, Client client) {
        return client.in().size() == 0
                ? Optional.empty()
                : Optional.of(mismatch(line, client, "nothing more", tooMuch(client)));
    }

    private Optional<String> state(Client client, Client.State state) throws IOException {
        await(client, () -> client.state() != Client.State.CONNECTING);
        return client.state() == state ? Optional.empty() : Optional.of(state(client));
    }

    /** Not all came that was waited for. */
    private String lacking(Client client) {
        Bytes bytes = client.in().first(SHOWN_BYTES);
        boolean open = client.end() == End.NOT_YET;
        if (bytes.size() == 0) {
            fault = open ? Fault.NOTHING : Fault.ENDED;
            return ending(client);
        }
        fault = open ? Fault.CUT : Fault.CUT_BY_END;
        return shown(client) + ", then " + ending(client);
    }

    /** Something came that was not waited for: how long it was waited for does not matter. */
    private String tooMuch(Client client) {
        fault = Fault.TOO_MUCH;
        return shown(client) + (client.end() == End.NOT_YET ? "" : ", then " + ending(client));
    }

    private static String shown(Client client) {
        Bytes bytes = client.in().first(SHOWN_BYTES);
        return bytes.size() < client.in().size()
                ? bytes.quoted(DIFFERENCE_BYTES) + " … (" + client.in().size() + " bytes)"
                : bytes.quoted(200);
    }

    private String ending(Client client) {
        return switch (client.end()) {
            case NOT_YET -> "nothing for " + limit.toMillis() + " ms";
            case EOF -> "closed eof";
            case RESET -> "closed rst";
        };
    }

    private String state(Client client) {
        fault = switch (client.state()) {
            case CONNECTING -> Fault.NOT_CONNECTED;
            case REFUSED -> Fault.REFUSED;
            case OPEN, CLOSED -> Fault.CONNECTED;
        };
        return switch (client.state()) {
            case CONNECTING -> "still connecting";
            case OPEN -> "connected";
            case REFUSED -> "refused";
            case CLOSED -> "closed by the script";
        };
    }
}
