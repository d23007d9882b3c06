package dev.refservers.conformance.run;

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

    private final Wire wire;
    private final Duration limit;
    private final Map<String, Long> kept = new HashMap<>();

    /** Waits no longer than {@code limit} for anything. */
    Examiner(Wire wire, Duration limit) {
        this.wire = wire;
        this.limit = limit;
    }

    /** The numbers that were kept from replies. */
    Map<String, Long> kept() {
        return kept;
    }

    /** Whether the condition came true within the limit. */
    boolean await(BooleanSupplier condition) throws IOException {
        return await(condition, limit);
    }

    private boolean await(BooleanSupplier condition, Duration within) throws IOException {
        long until = System.nanoTime() + within.toNanos();
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
        Optional<String> came = switch (expected) {
            case Expectation.Reply reply -> reply(reply, client, variables);
            case Expectation.Response response -> response(response, client, variables);
            case Expectation.These these -> these(Template.expand(these.bytes(), variables), client);
            case Expectation.Silence silence -> silence(silence.duration(), client);
            case Expectation.Closed closed -> closed(closed.how(), client);
            case Expectation.Connecting connecting -> await(() -> client.state() != Client.State.CONNECTING,
                    connecting.duration()) ? Optional.of(state(client)) : Optional.empty();
            case Expectation.Connected _ -> state(client, Client.State.OPEN);
            case Expectation.Refused _ -> state(client, Client.State.REFUSED);
        };
        return came.map(what -> new Mismatch(line, client.name(), expected.describe(variables), what,
                client.in().first(SHOWN_BYTES)));
    }

    private Optional<String> reply(Expectation.Reply expected, Client client, Variables variables)
            throws IOException {
        Inbox in = client.in();
        for (int tried = -1;;) {
            int size = in.size();
            if (size != tried) {
                tried = size;
                try {
                    Optional<ReplyReader.Read> read = ReplyReader.read(in);
                    if (read.isPresent()) {
                        Optional<String> difference = Matching.difference(expected.pattern(), read.get().reply(),
                                variables);
                        if (difference.isEmpty()) {
                            in.read(read.get().size());
                            keep(expected.pattern(), read.get().reply());
                        }
                        return difference.map(what -> came(read.get().reply().describe(), what));
                    }
                } catch (Malformed malformed) {
                    return Optional.of("no reply: " + malformed.getMessage());
                }
            }
            if (client.end() != End.NOT_YET || !await(() -> in.size() != size || client.end() != End.NOT_YET)) {
                return Optional.of(seen(client));
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
        for (;;) {
            int size = in.size();
            boolean ended = client.end() != End.NOT_YET;
            try {
                Optional<ResponseReader.Read> read = ResponseReader.read(in, expected.pattern().bodiless(), ended);
                if (read.isPresent()) {
                    Response response = read.get().response();
                    Optional<String> difference = Matching.difference(expected.pattern(), response, variables);
                    if (difference.isEmpty()) {
                        in.read(read.get().size());
                    }
                    return difference.map(what -> came(response.describe(), what));
                }
            } catch (Malformed malformed) {
                return Optional.of("no response: " + malformed.getMessage());
            }
            if (ended || !await(() -> in.size() != size || client.end() != End.NOT_YET)) {
                return Optional.of(seen(client));
            }
        }
    }

    private static String came(String what, String difference) {
        return difference.startsWith(what) ? what : what + " (" + difference + ")";
    }

    private Optional<String> these(Bytes expected, Client client) throws IOException {
        Inbox in = client.in();
        await(() -> in.size() >= expected.size() || client.end() != End.NOT_YET);
        int mismatch = in.mismatch(expected);
        if (mismatch >= 0) {
            return Optional.of(in.slice(0, Math.min(in.size(), expected.size())).quoted(200) + " (byte " + mismatch
                    + " is the first that differs)");
        }
        if (in.size() < expected.size()) {
            return Optional.of("only " + in.size() + " of " + expected.size() + " bytes, then " + ending(client));
        }
        in.read(expected.size());
        return Optional.empty();
    }

    private Optional<String> closed(How how, Client client) throws IOException {
        await(() -> client.end() != End.NOT_YET || client.in().size() > 0);
        boolean asExpected = client.in().size() == 0 && switch (how) {
            case EOF -> client.end() == End.EOF;
            case RST -> client.end() == End.RESET;
            case ANYHOW -> client.end() != End.NOT_YET;
        };
        return asExpected ? Optional.empty() : Optional.of(seen(client));
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
        return Optional.of(seen(client));
    }

    private Optional<String> state(Client client, Client.State state) throws IOException {
        await(() -> client.state() != Client.State.CONNECTING);
        return client.state() == state ? Optional.empty() : Optional.of(state(client));
    }

    private String seen(Client client) {
        Bytes bytes = client.in().first(SHOWN_BYTES);
        return bytes.size() == 0 ? ending(client) : bytes.quoted(200) + ", then " + ending(client);
    }

    private String ending(Client client) {
        return switch (client.end()) {
            case NOT_YET -> "nothing for " + limit.toMillis() + " ms";
            case EOF -> "closed eof";
            case RESET -> "closed rst";
        };
    }

    private static String state(Client client) {
        return switch (client.state()) {
            case CONNECTING -> "still connecting";
            case OPEN -> "connected";
            case REFUSED -> "refused";
            case CLOSED -> "closed by the script";
        };
    }
}
