package dev.refservers.conformance.script;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One conversation, and what it shows.
 *
 * @param id stable name, as {@code blocking/order-of-service}; values that are tried follow in brackets
 * @param title a sentence about behaviour
 * @param rules the rules of docs/protocol.md that it pins, as {@code 6.2} or {@code 6.7b}
 * @param protocol what is spoken: {@code queue}, {@code echo} or {@code http}
 * @param level how binding the rules are
 * @param tags words to choose scripts by
 * @param needs what the server must be able to do
 * @param showsLackOf the capability whose absence it proves by passing
 * @param settings the options that the server must have been started with, without their dashes
 * @param limit how long any single line waits at the most
 * @param steps what happens
 * @param source where it was read
 */
public record Script(String id, String title, List<String> rules, String protocol, Level level, Set<String> tags,
        Set<Capability> needs, Optional<Capability> showsLackOf, Map<String, String> settings, Duration limit,
        List<Step> steps, Source source) {

    /** The longest wait of a line in a script that does not set one. */
    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(5);

    /** Of a file that cannot be read so far that it tells. */
    private static final String UNKNOWN_PROTOCOL = "unknown";

    public Script {
        rules = List.copyOf(rules);
        tags = Set.copyOf(tags);
        needs = Set.copyOf(needs);
        settings = Map.copyOf(settings);
        steps = List.copyOf(steps);
    }

    /** A file that cannot be read as a script, under the id that its name gives it; it is never played. */
    static Script unreadable(Source source, ScriptSyntaxException problem) {
        String path = source.name().replaceFirst("\\.talk$", "");
        String protocol = source.lines().stream().map(line -> line.replaceFirst("^protocol:\\s*", ""))
                .filter(Header.PROTOCOLS::contains).findFirst().orElse(UNKNOWN_PROTOCOL);
        return new Script(path.contains("/") ? path : "scripts/" + path, "It cannot be read.", List.of(), protocol,
                Level.MUST, Set.of(), Set.of(), Optional.empty(), Map.of(), DEFAULT_LIMIT,
                List.of(new Step.Unreadable(problem.line(), String.valueOf(problem.getMessage()))), source);
    }

    /** Why its file cannot be read as a script, with file and line; empty for a script that is one. */
    public Optional<String> problem() {
        return steps.getFirst() instanceof Step.Unreadable wrong ? Optional.of(wrong.problem()) : Optional.empty();
    }

    /** Whether it concerns who speaks one of these; what cannot be read may concern everybody. */
    public boolean speaksOneOf(Set<String> protocols) {
        return protocols.contains(protocol) || protocol.equals(UNKNOWN_PROTOCOL);
    }

    /** Whether a client says this command, which is in capital letters, or bytes in which it stands. */
    public boolean says(String command) {
        return says(steps, command);
    }

    private static boolean says(List<Step> steps, String command) {
        return steps.stream().anyMatch(step -> switch (step) {
            case Step.Send send -> says(send.words().getFirst(), command);
            case Step.SendBytes send -> send.bytes().stream().anyMatch(bytes -> says(bytes, command));
            case Step.Each each -> says(each.steps(), command);
            case Step.Repeat repeat -> says(repeat.steps(), command);
            default -> false;
        });
    }

    private static boolean says(Template bytes, String command) {
        return bytes.parts().stream().anyMatch(part -> part instanceof Template.Literal(Bytes literal)
                && literal.latin1().toUpperCase(Locale.ROOT).contains(command));
    }

    /** Whether it needs a server process of its own, which the runner has started. */
    public boolean needsOwnServer() {
        return !settings.isEmpty() || touchesServer(steps);
    }

    /**
     * Whether nobody else may have used that server, or will: it pauses or ends it, or counts its connections, of which
     * some could be left from before.
     */
    public boolean needsNewServer() {
        return touchesServer(steps) || settings.containsKey("max-connections");
    }

    private static boolean touchesServer(List<Step> steps) {
        return steps.stream().anyMatch(step -> switch (step) {
            case Step.ServerAct _,Step.ServerExit _ -> true;
            case Step.Act act -> act.action() instanceof Action.KillWorker;
            case Step.Each each -> touchesServer(each.steps());
            case Step.Repeat repeat -> touchesServer(repeat.steps());
            default -> false;
        });
    }

    @Override
    public String toString() {
        return id;
    }
}
