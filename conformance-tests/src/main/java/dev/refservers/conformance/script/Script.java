package dev.refservers.conformance.script;

import java.time.Duration;
import java.util.List;
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

    public Script {
        rules = List.copyOf(rules);
        tags = Set.copyOf(tags);
        needs = Set.copyOf(needs);
        settings = Map.copyOf(settings);
        steps = List.copyOf(steps);
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
