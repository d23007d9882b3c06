package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.commandline.template.ServerModule;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.comparison.processes.Programs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What the documents say to type works: each command line of ours in a README, in CONTRIBUTING, in docs and in a help text.
 *
 * <p>
 * Carried out are {@code list}, {@code conform --list}, every {@code --help}. Of the others, which run for minutes or until they are
 * stopped, it is checked that every word is right: {@code conform} goes as far as choosing its scripts and servers, {@code compare}
 * as far as choosing whom to hold the others against, {@code run} as far as having read its options; {@code new} and
 * {@code fuzz} that there is such a module or server; {@code test} and Maven that there are such modules and tests. Commands of other
 * programs are not looked at.
 */
class DocumentedCommandsTest {

    private static final Path HOME = Path.of("..");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```[^\\n]*\\n(.*?)^```$");
    private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
    private static final Pattern OURS = Pattern.compile("(?:\\$ )?(\\./servers(?: .*)?|mvn .*)");
    /** With a goal that is only named as one that does not do. */
    private static final Set<String> PHASES = Set.of("verify", "test", "package", "install", "spotless:apply",
            "test-compile",
            "surefire:test");
    /** A test of somebody's own. */
    private static final String EXAMPLE_TEST = "MyServerConformanceTest";

    /** A command line, and where it stands. */
    record Documented(String line, String where) {

        @Override
        public String toString() {
            return line + " (" + where + ")";
        }
    }

    static Stream<Documented> commands() throws IOException, InterruptedException {
        List<Documented> found = new ArrayList<>();
        for (String pattern : List.of("*.md", "docs/*.md", "*/*.md")) {
            int slash = pattern.indexOf('/');
            List<Path> folders = new ArrayList<>();
            if (slash < 0) {
                folders.add(HOME);
            } else {
                try (var all = Files.newDirectoryStream(HOME, pattern.substring(0, slash))) {
                    all.forEach(folders::add);
                }
            }
            for (Path folder : folders.stream().filter(Files::isDirectory).toList()) {
                try (var pages = Files.newDirectoryStream(folder, "*.md")) {
                    for (Path page : pages) {
                        String name = HOME.relativize(page).toString();
                        ofPage(Files.readString(page)).forEach(line -> found.add(new Documented(line, name)));
                    }
                }
            }
        }
        for (String help : helps()) {
            String name = help.lines().findFirst().orElse("").replaceFirst("Usage: (\\S+( [a-z]+)*).*", "$1 --help");
            help.lines().flatMap(line -> Stream.of(line.split("   *", -1))).map(String::strip)
                    .filter(part -> part.startsWith("./servers ") && !part.matches("\\./servers [A-Z\\[].*"))
                    .forEach(line -> found.add(new Documented(line, name)));
        }
        return found.stream().distinct()
                .collect(Collectors.toMap(Documented::line, documented -> documented, (one, other) -> one,
                        java.util.TreeMap::new))
                .values().stream();
    }

    private static Stream<String> ofPage(String page) {
        Stream<String> blocks = FENCE.matcher(page).results()
                .flatMap(block -> block.group(1).replace("\\\n", " ").lines().map(String::strip));
        Stream<String> words = INLINE.matcher(FENCE.matcher(page).replaceAll("")).results()
                .map(word -> word.group(1).replaceAll("\\s+", " "));
        return Stream.concat(blocks, words).map(OURS::matcher).filter(Matcher::matches)
                .map(command -> command.group(1).replaceFirst("(\\s+#|\\s*[|>&]| 2>).*", "").strip())
                .filter(line -> !line.equals("./servers"));
    }

    private static List<String> helps() throws IOException, InterruptedException {
        List<String> helps = new ArrayList<>();
        addUsage(Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter())), helps);
        for (String command : List.of("--help", "test --help", "install --help")) {
            helps.add(printed(("./servers " + command).split(" ", -1)));
        }
        return helps;
    }

    private static void addUsage(CommandLine command, List<String> helps) {
        helps.add(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
        command.getSubcommands().values().forEach(below -> addUsage(below, helps));
    }

    private static String printed(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(HOME.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), String.join(" ", command) + "\n" + printed);
        return printed;
    }

    @Test
    void theyAreFound() throws Exception {
        List<String> lines = commands().map(Documented::line).toList();
        assertTrue(lines.size() > 50, lines.toString());
        for (String known : List.of("./servers compare --quick", "./servers test -Dtest=QueueSessionTest",
                "./servers run epoll --protocol http --port 8080", "mvn -pl epoll-server -am verify",
                "./servers conform --target 127.0.0.1:7000 --report-html report.html --report-junit report.xml")) {
            assertTrue(lines.contains(known), known + " is not among " + String.join("\n", lines));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isRight(Documented documented) throws Exception {
        List<String> words = new ArrayList<>(Arrays.stream(documented.line.split(" +", -1))
                .map(DocumentedCommandsTest::example).toList());
        if (words.getFirst().equals("mvn")) {
            maven(words.subList(1, words.size()));
            return;
        }
        String command = words.get(1);
        List<String> arguments = words.subList(1, words.size());
        switch (command) {
            case "--help", "jdk", "build" -> assertEquals(1, arguments.size());
            case "test", "install", "maven" -> maven(arguments.subList(1, arguments.size()));
            case "run" -> run(arguments);
            default -> command(command, arguments);
        }
    }

    /** Something that may stand where a document says what to put there. */
    private static String example(String word) {
        return switch (word.replaceAll("[\\[\\].]", "")) {
            case "HOST:PORT" -> "127.0.0.1:1";
            case "NAME" -> "epoll";
            case "MODULE" -> "epoll-server";
            case "N" -> "1";
            case "mine", "fancy", "my-epoll" -> "epoll";
            default -> word.replaceAll("^\\[|\\]$|'", "");
        };
    }

    private static void command(String command, List<String> arguments) throws Exception {
        CommandLine all = Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
        CommandLine known = all.getSubcommands().get(command);
        assertTrue(known != null, "there is no such command");
        if (arguments.contains("--help") || command.equals("list")) {
            assertEquals(0, carriedOut(arguments, "").exit);
            return;
        }
        boolean onlyNamed = arguments.size() == 1 && !Set.of("conform", "compare", "fuzz").contains(command);
        if (!onlyNamed) {
            all.parseArgs(arguments.toArray(String[]::new));
        }
        switch (command) {
            case "conform" -> assertEquals(0, carriedOut(arguments, "--list").exit);
            case "compare" -> {
                if (Stream.of("--resume", "--baseline", "--reference").noneMatch(arguments::contains)) {
                    Outcome outcome = carriedOut(arguments, "--reference=nobody");
                    // Or it has missed the server of the example, which is not there.
                    assertTrue(outcome.printed.startsWith("--reference is nobody, but must be one of ")
                            || outcome.printed.contains("127.0.0.1:1"), outcome.printed);
                }
            }
            case "fuzz" ->
                Catalogue.named(arguments.stream().skip(1).takeWhile(word -> !word.startsWith("-")).toList());
            case "new" -> {
                if (!onlyNamed) {
                    ServerModule.named(HOME, arguments.get(arguments.indexOf("--from") + 1));
                }
            }
            default -> assertTrue(known.getSubcommands().isEmpty() || onlyNamed
                    || known.getSubcommands().containsKey(arguments.get(1)));
        }
    }

    private record Outcome(int exit, String printed) {}

    private static Outcome carriedOut(List<String> arguments, String more) {
        List<String> all = new ArrayList<>(arguments);
        if (!more.isEmpty() && !all.contains(more)) {
            all.add(more);
        }
        StringWriter printed = new StringWriter();
        int exit = Main.run(new PrintWriter(printed), new PrintWriter(printed), all.toArray(String[]::new));
        return new Outcome(exit, printed.toString());
    }

    /** As far as its options: after them it is asked for help, which it gives only when it has understood what is before. */
    private static void run(List<String> arguments) throws Exception {
        if (arguments.size() > 1) {
            List<String> command = new ArrayList<>(
                    List.of(Programs.java(), "-cp", Programs.classPath(), "dev.refservers.server.Main"));
            command.addAll(arguments.subList(1, arguments.size()));
            command.add("--help");
            String usage = printed(command.toArray(String[]::new));
            String name = arguments.get(1);
            assertTrue(name.startsWith("-")
                    || Catalogue.architectures().stream().anyMatch(candidate -> candidate.name().equals(name)), usage);
        }
    }

    private static void maven(List<String> arguments) throws IOException {
        Set<String> modules = new TreeSet<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("-pl") || word.equals("-f")) {
                String value = arguments.get(++i);
                List<String> named = List.of(value.split(",", -1));
                named.forEach(module -> assertTrue(Files.exists(HOME.resolve(module).resolve("pom.xml")), module));
                modules.addAll(named);
            } else if (word.startsWith("-Dtest=")) {
                mustExist(word.substring("-Dtest=".length()).replaceFirst("#.*", ""), modules);
            } else {
                assertTrue(word.startsWith("-") || PHASES.contains(word), word);
            }
        }
    }

    /** Whether there is such a test, in these modules where some are named. */
    private static void mustExist(String test, Set<String> modules) throws IOException {
        assertFalse(test.isEmpty());
        if (test.equals(EXAMPLE_TEST)) {
            return;
        }
        try (Stream<Path> files = Files.walk(HOME, 12)) {
            assertTrue(files.anyMatch(file -> file.endsWith(test + ".java") && file.toString().contains("/src/test/")
                    && (modules.isEmpty() || modules.contains(HOME.relativize(file).getName(0).toString()))),
                    "there is no test " + test + " in " + (modules.isEmpty() ? "any module" : modules));
        }
    }
}
