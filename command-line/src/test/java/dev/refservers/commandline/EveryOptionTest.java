package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Whatever somebody types, the answer is a sentence and never a stack: every command with every option and parameter twice, empty,
 * absurd. Which there are, the command line itself says.
 */
class EveryOptionTest {

    private static final String NOBODY_THERE = "127.0.0.1:1";

    /** With what else a command ends before it has done anything; where it has the option that is tried, another is taken. */
    private static final Map<String, List<List<String>>> HARMLESS = Map.of(
            "list", List.of(List.of()),
            "conform", List.of(List.of("--wait", "0", "--target", NOBODY_THERE), List.of("--list")),
            "fuzz",
            List.of(List.of("--against", NOBODY_THERE, "--target", NOBODY_THERE), List.of("--against", NOBODY_THERE),
                    List.of("--target", NOBODY_THERE)),
            "compare", List.of(List.of("--reference", "nobody"), List.of("--resume", "/nothing")),
            "report", List.of(List.of("/nothing"), List.of()),
            "baseline", List.of(List.of()),
            "baseline save", List.of(List.of("name", "/nothing"), List.of()),
            "baseline list", List.of(List.of()),
            "new", List.of(List.of("mine", "--from", "nobody"), List.of("mine"), List.of("--from", "nobody")));

    private static final List<String> ABSURD = List.of("", "-1", "0", "NaN", "9".repeat(30), "x".repeat(5000),
            "\u00fc\u202e%s%n\n\u001b[31m", "@nothing", "[::1]:0");

    @TempDir
    private static Path folder = Path.of("");

    /** Nothing is written into this checkout, or taken from it. */
    @BeforeAll
    static void beElsewhere() {
        System.setProperty("refservers.home", folder.toString());
    }

    @AfterAll
    static void beHere() {
        System.clearProperty("refservers.home");
    }

    private record Outcome(int exit, String printed) {}

    private static Outcome run(List<String> arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        int exit = Main.run(writer, writer, arguments.toArray(String[]::new));
        return new Outcome(exit, printed.toString());
    }

    @TestFactory
    Stream<DynamicTest> answersWithASentence() {
        CommandLine all = Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
        return commands("", all).entrySet().stream().flatMap(command -> command.getValue().stream()
                .map(tried -> dynamicTest(command.getKey() + " " + name(tried),
                        () -> attempt(command.getKey(), tried))));
    }

    /** What each command can be told. */
    private static Map<String, List<ArgSpec>> commands(String path, CommandLine command) {
        Map<String, List<ArgSpec>> commands = new java.util.TreeMap<>();
        command.getSubcommands().forEach((name, below) -> {
            String here = (path + " " + name).strip();
            List<ArgSpec> arguments = new ArrayList<>(below.getCommandSpec().args());
            arguments.removeIf(argument -> argument instanceof OptionSpec option && option.usageHelp());
            commands.put(here, arguments);
            commands.putAll(commands(here, below));
        });
        return commands;
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static void attempt(String command, ArgSpec tried) {
        List<String> rest = harmless(command, tried);
        for (List<String> said : attempts(tried)) {
            List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
            arguments.addAll(said);
            arguments.addAll(rest);
            mustBeASentence(arguments);
        }
    }

    /** The first that goes with it. */
    private static List<String> harmless(String command, ArgSpec tried) {
        assertTrue(HARMLESS.containsKey(command), "Say how " + command + " ends at once.");
        List<String> names = tried instanceof OptionSpec option ? Arrays.asList(option.names()) : List.of();
        boolean positional = tried instanceof PositionalParamSpec;
        return HARMLESS.getOrDefault(command, List.of()).stream()
                .filter(rest -> rest.stream().noneMatch(names::contains)
                        && !(positional && !rest.isEmpty() && !rest.getFirst().startsWith("-")))
                .findFirst().orElseThrow();
    }

    private static List<List<String>> attempts(ArgSpec tried) {
        List<List<String>> attempts = new ArrayList<>();
        boolean file = tried.type() == Path.class || tried.paramLabel().matches("FILE|DIR|PAGE");
        String name = tried instanceof OptionSpec option ? option.longestName() : "";
        if (tried.arity().max() == 0) {
            return List.of(List.of(name), List.of(name, name), List.of(name + "=", name), List.of(name + "=x"));
        }
        for (String value : file ? files() : ABSURD) {
            attempts.add(name.isEmpty() ? List.of(value) : List.of(name + "=" + value));
        }
        String first = file ? folder.resolve("one").toString() : "1";
        attempts.add(name.isEmpty() ? List.of(first, first) : List.of(name, first, name, first));
        attempts.add(name.isEmpty() ? List.of() : List.of(name));
        return attempts;
    }

    private static List<String> files() {
        return List.of("", folder.toString(), folder + "/none/none", folder + "/" + "x".repeat(5000),
                "/proc/nothing/at/all",
                "/dev/null/x");
    }

    private static void mustBeASentence(List<String> arguments) {
        Outcome outcome = run(arguments);
        String all = String.join(" ", arguments) + ": " + outcome.exit + "\n" + outcome.printed;
        assertTrue(outcome.exit >= 0 && outcome.exit <= 2, all);
        assertFalse(outcome.printed.contains("\tat ") || outcome.printed.contains("Exception")
                || outcome.printed.contains(Main.FAULT), all);
        // In JSON null is a value, and in a script a reply.
        String words = outcome.printed.replaceFirst("(?s)(^|\n)\\{\n.*", "");
        assertFalse(outcome.exit != 0 && words.matches("(?s).*(?<![/\\w])null(?!\\w).*"), all);
        assertEquals(outcome.exit == 2, outcome.printed.stripTrailing().endsWith("--help."), all);
        assertTrue(outcome.exit == 0 || !outcome.printed.isBlank(), all);
    }
}
