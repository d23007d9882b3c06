package dev.refservers.conformance.script;

import java.time.Duration;
import java.util.List;

/** One line of a script, or a loop with its lines. */
public sealed interface Step {

    /** Where it is in its file, from 1. */
    int line();

    /** {@code C > word…}: a command, sent as a RESP array. */
    record Send(int line, Clients clients, List<Template> words) implements Step {}

    /** {@code C >> bytes…}: these bytes. */
    record SendBytes(int line, Clients clients, List<Template> bytes) implements Step {}

    /** {@code C < …} or {@code C << bytes}, and what may come instead. */
    record Expect(int line, Clients clients, Expectation expected, List<Alternative> alternatives) implements Step {}

    /**
     * What may come instead.
     *
     * @param strict {@code C || …}: it is as good; otherwise {@code C | …}: it is allowed, but not strict
     */
    record Alternative(int line, Expectation expectation, boolean strict) {}

    /** {@code C ! …}. */
    record Act(int line, Clients clients, Action action) implements Step {}

    /** {@code clients g n}. */
    record Group(int line, String name, Amount size) implements Step {}

    /** {@code each g … end}. */
    record Each(int line, String group, List<Step> steps) implements Step {}

    /** {@code repeat n … end}. */
    record Repeat(int line, Amount times, List<Step> steps) implements Step {}

    /** {@code await blocked n}: until so many clients wait in blocking commands. */
    record AwaitBlocked(int line, Amount clients) implements Step {}

    /** {@code await quiet C}: until the server has taken all that was sent, or takes nothing more of it. */
    record AwaitQuiet(int line, Clients clients) implements Step {}

    /** {@code await gone C}: until the server has closed its end of the connection of a client that has left. */
    record AwaitGone(int line, Clients clients) implements Step {}

    /** {@code sleep d}. */
    record Sleep(int line, Duration duration) implements Step {}

    /** {@code server! …}. */
    record ServerAct(int line, ServerAction action) implements Step {}

    /** {@code server< exit n}: the server's process ends, with this code. */
    record ServerExit(int line, int code) implements Step {}

    /** A file that is no script; {@code problem} begins with its name and the number of its line. */
    record Unreadable(int line, String problem) implements Step {}

    /** What can be done to the server's process. */
    enum ServerAction {
        /** SIGSTOP: the kernel goes on, the server does not. */
        PAUSE,
        /** SIGCONT. */
        CONTINUE,
        /** SIGTERM: asked to close. */
        TERMINATE,
        /** SIGKILL. */
        KILL,
        /** Started again, after it has ended, on the same port. */
        START
    }
}
