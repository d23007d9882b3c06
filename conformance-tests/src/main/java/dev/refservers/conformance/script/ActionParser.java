package dev.refservers.conformance.script;

import java.time.Duration;

/** Reads what a client does to its connection: the right-hand side of {@code !}. */
final class ActionParser {

    /** Short enough for a long command, long enough for a server that sleeps to read each piece for itself. */
    private static final Duration DRIP_PAUSE = Duration.ofNanos(100_000);
    private static final Duration SPLIT_PAUSE = Duration.ofMillis(1);

    private final LineScanner in;

    ActionParser(LineScanner in) {
        this.in = in;
    }

    Action action() {
        String word = in.word("", "what the client does");
        Action action = switch (word) {
            case "connect" -> new Action.Connect();
            case "try-connect" -> new Action.TryConnect();
            case "close" -> new Action.Close();
            case "half-close" -> new Action.HalfClose();
            case "reset" -> new Action.Reset();
            case "drip" -> {
                Amount bytes = in.amount("how many bytes a piece has");
                yield new Action.Drip(bytes, in.duration("the pause", DRIP_PAUSE));
            }
            case "split" -> {
                Amount bytes = in.amount("how many bytes the first piece has");
                yield new Action.Split(bytes, in.duration("the pause", SPLIT_PAUSE));
            }
            case "stop-reading" -> new Action.StopReading();
            case "resume" -> new Action.Resume();
            case "kill-worker" -> new Action.KillWorker();
            default -> throw in.wrong("'" + word + "' is nothing that a client can do; there is connect, try-connect, "
                    + "close, half-close, reset, drip n [pause], split n [pause], stop-reading, resume and kill-worker");
        };
        in.mustEnd("a line has one action");
        return action;
    }
}
