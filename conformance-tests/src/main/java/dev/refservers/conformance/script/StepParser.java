package dev.refservers.conformance.script;

import dev.refservers.conformance.script.Step.Alternative;
import dev.refservers.conformance.script.Step.ServerAction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of a conversation. */
final class StepParser {

    private static final Pattern CLIENT = Pattern.compile("([a-z][a-z0-9-]*)(\\*?)(>>|>|<<|<|!|\\|\\||\\|)");
    private static final String LINES = "client> word…, client>> bytes…, client< what must come, client<< bytes…, "
            + "client| what is allowed, too, client|| what is as good, client! action, clients group n, each group, repeat n, end, "
            + "await blocked n, sleep 10ms, server! action or server< exit 0";

    /** An open loop, or the script itself. */
    private record Block(int line, String opening, List<Step> steps, Set<String> variables, String current,
            Function<List<Step>, Step> close) {}

    private final String file;
    private final List<String> lines;
    private final int first;
    private final String protocol;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private final Set<String> groups = new HashSet<>();

    /** Reads {@code lines} from the one behind line number {@code first} on. */
    StepParser(String file, List<String> lines, int first, String protocol) {
        this.file = file;
        this.lines = lines;
        this.first = first;
        this.protocol = protocol;
    }

    List<Step> steps() {
        blocks.push(new Block(0, "", new ArrayList<>(), new HashSet<>(), "", steps -> {
            throw new IllegalStateException("a script is no loop");
        }));
        for (int line = first + 1; line <= lines.size(); line++) {
            String text = lines.get(line - 1);
            LineScanner in = scanner(line, text, Set.of());
            if (!in.atEnd()) {
                parse(line, text, in);
            }
        }
        Block open = blocks.element();
        if (blocks.size() > 1) {
            throw wrong(open.line, "'" + open.opening + "' has no end");
        }
        return List.copyOf(open.steps);
    }

    private void parse(int line, String text, LineScanner in) {
        Matcher client = CLIENT.matcher(text.strip());
        if (client.lookingAt()) {
            LineScanner rest = scanner(line, text.substring(text.indexOf(client.group()) + client.end()),
                    client.group(2).isEmpty() ? Set.of() : Set.of("n", "me"));
            if (client.group(1).equals("server")) {
                add(server(line, client.group(2) + client.group(3), rest));
            } else {
                client(line, clients(line, client.group(1), !client.group(2).isEmpty()), client.group(3), rest);
            }
            return;
        }
        String word = in.word("", "a line");
        switch (word) {
            case "clients" -> group(line, in);
            case "each" -> each(line, in);
            case "repeat" -> {
                Amount times = in.amount("how often it is repeated");
                in.mustEnd("it is repeat n");
                open(line, "repeat", Set.of("i"), "", steps -> new Step.Repeat(line, times, steps));
            }
            case "end" -> {
                in.mustEnd("end stands alone");
                close(line);
            }
            case "await" -> await(line, in);
            case "sleep" -> {
                Duration duration = in.duration("how long it sleeps");
                in.mustEnd("it is sleep and a duration");
                add(new Step.Sleep(line, duration));
            }
            default -> throw in.wrong("'" + word + "' begins no line; there is " + LINES);
        }
    }

    private void await(int line, LineScanner in) {
        if (in.skip("quiet")) {
            add(new Step.AwaitQuiet(line, awaited(line, in, "it is await quiet C")));
        } else if (in.skip("gone")) {
            add(new Step.AwaitGone(line, awaited(line, in, "it is await gone C")));
        } else if (in.skip("blocked")) {
            only("queue", in, "await blocked");
            Amount clients = in.amount("how many clients wait");
            in.mustEnd("it is await blocked n");
            add(new Step.AwaitBlocked(line, clients));
        } else {
            throw in.wrong(
                    "'" + in.rest() + "' cannot be awaited; there is: await blocked n, await quiet C, await gone C");
        }
    }

    private Clients awaited(int line, LineScanner in, String form) {
        String name = in.word("", "whose connection it is");
        in.mustEnd(form);
        boolean everyMember = name.endsWith("*");
        return clients(line, everyMember ? name.substring(0, name.length() - 1) : name, everyMember);
    }

    private void group(int line, LineScanner in) {
        String name = in.word("", "the group's name");
        if (!name.matches("[a-z][a-z-]*") || name.equals("server")) {
            throw in.wrong("'" + name + "' is no name of a group; it has small letters only, and is not server");
        }
        Amount size = in.amount("how many clients the group has");
        in.mustEnd("it is clients group n");
        if (!groups.add(name)) {
            throw in.wrong("the group '" + name + "' is there already");
        }
        add(new Step.Group(line, name, size));
    }

    private void each(int line, LineScanner in) {
        String name = in.word("", "the group's name");
        in.mustEnd("it is each group");
        mustBeGroup(line, name);
        open(line, "each " + name, Set.of("n", "me"), name, steps -> new Step.Each(line, name, steps));
    }

    private void open(int line, String opening, Set<String> variables, String current,
            Function<List<Step>, Step> close) {
        Set<String> all = new HashSet<>(blocks.element().variables);
        all.addAll(variables);
        blocks.push(new Block(line, opening, new ArrayList<>(), all, current, close));
    }

    private void close(int line) {
        if (blocks.size() == 1) {
            throw wrong(line, "there is nothing to end: end closes repeat and each");
        }
        Block block = blocks.pop();
        if (block.steps.isEmpty()) {
            throw wrong(block.line, "'" + block.opening + "' has no lines");
        }
        add(block.close.apply(List.copyOf(block.steps)));
    }

    private Clients clients(int line, String name, boolean everyMember) {
        if (everyMember) {
            mustBeGroup(line, name);
        } else if (groups.contains(name) && blocks.stream().noneMatch(block -> block.current.equals(name))) {
            throw wrong(line, "'" + name + "' is a group: write " + name + "* for every member, " + name
                    + "1 for the first, or put the line between each " + name + " and end");
        }
        return new Clients(name, everyMember);
    }

    private void mustBeGroup(int line, String name) {
        if (!groups.contains(name)) {
            throw wrong(line, "no group is called '" + name + "'; a line clients " + name + " 10 makes one");
        }
    }

    private void client(int line, Clients clients, String operator, LineScanner in) {
        switch (operator) {
            case ">" -> {
                only("queue", in, "a command");
                add(new Step.Send(line, clients, templates(in, false)));
            }
            case ">>" -> add(new Step.SendBytes(line, clients, templates(in, true)));
            case "<<" -> add(new Step.Expect(line, clients, new Expectation.These(templates(in, true)), List.of()));
            case "<" -> expect(line, clients, in);
            case "|", "||" -> addAlternative(line, clients, operator, in);
            default -> add(new Step.Act(line, clients, new ActionParser(in).action()));
        }
    }

    private void expect(int line, Clients clients, LineScanner in) {
        Expectation expected = new PatternParser(in, protocol).expectation();
        if (expected instanceof Expectation.Reply(ReplyPattern pattern) && pattern instanceof ReplyPattern.Kept kept) {
            blocks.element().variables.add(kept.variable());
        }
        add(new Step.Expect(line, clients, expected, List.of()));
    }

    private void addAlternative(int line, Clients clients, String operator, LineScanner in) {
        List<Step> steps = blocks.element().steps;
        if (steps.isEmpty() || !(steps.getLast() instanceof Step.Expect expect) || !expect.clients().equals(clients)
                || expect.expected() instanceof Expectation.These) {
            throw in.wrong("'" + clients + operator + "' must stand under a line '" + clients
                    + "<', for which it tells what may come instead");
        }
        List<Alternative> alternatives = new ArrayList<>(expect.alternatives());
        alternatives.add(
                new Alternative(line, new PatternParser(in, protocol).expectation(), operator.equals("||")));
        steps.set(steps.size() - 1,
                new Step.Expect(expect.line(), clients, expect.expected(), List.copyOf(alternatives)));
    }

    private static List<Template> templates(LineScanner in, boolean quoted) {
        List<Template> templates = new ArrayList<>();
        while (!in.atEnd()) {
            if (quoted && !in.sees("\"")) {
                throw in.wrong("'" + in.peekWord() + "' is no string: bytes stand in double quotes");
            }
            templates.add(in.template("a word"));
        }
        if (templates.isEmpty()) {
            throw in.wrong(quoted ? "the bytes are missing" : "the command is missing");
        }
        return List.copyOf(templates);
    }

    private static Step server(int line, String operator, LineScanner in) {
        if (operator.equals("!")) {
            String word = in.word("", "what happens to the server");
            in.mustEnd("it is server! and one word");
            return new Step.ServerAct(line, Arrays.stream(ServerAction.values())
                    .filter(action -> action.name().toLowerCase(Locale.ROOT).equals(word)).findFirst()
                    .orElseThrow(() -> in.wrong("'" + word
                            + "' cannot be done to a server; there is pause, continue, terminate, kill, start")));
        }
        if (operator.equals("<") && in.skip("exit")) {
            Amount code = in.amount("the exit code");
            in.mustEnd("it is server< exit 0");
            return new Step.ServerExit(line, Math.toIntExact(code.expand(Variables.NONE)));
        }
        throw in.wrong("a line about the server is server! pause|continue|terminate|kill|start or server< exit 0");
    }

    private void only(String spoken, LineScanner in, String what) {
        if (!protocol.equals(spoken)) {
            throw in.wrong(what + " is for the protocol " + spoken + " only, and this script speaks " + protocol);
        }
    }

    private void add(Step step) {
        blocks.element().steps.add(step);
    }

    private LineScanner scanner(int line, String text, Set<String> more) {
        Set<String> variables = new HashSet<>(more);
        if (!blocks.isEmpty()) {
            variables.addAll(blocks.element().variables);
        }
        return new LineScanner(file, line, text, variables);
    }

    private ScriptSyntaxException wrong(int line, String message) {
        return new ScriptSyntaxException(file, line, message);
    }
}
