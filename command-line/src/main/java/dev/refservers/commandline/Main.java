package dev.refservers.commandline;

import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.server.StandardStreams;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line behind {@code ./servers}. Exit codes: 0 good, 1 something failed, 2 wrong usage, 3 worse than the baseline. */
@Command(name = "./servers", description = "One server, written once per concurrency architecture.", subcommands = {
    ListCommand.class, ConformCommand.class, FuzzCommand.class, CompareCommand.class,
    ReportCommand.class, BaselineCommand.class, NewCommand.class})
public final class Main implements Runnable {

    /** Something failed. */
    static final int FAILED = 1;
    /** A comparison broke a bound against its baseline. */
    static final int WORSE_THAN_BASELINE = 3;

    /** How a sentence about a bug begins. */
    static final String FAULT = "This is a fault of ./servers itself: ";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** See the class. */
    public static void main(String[] args) {
        System.setErr(new PrintStream(new ReadErrors(), true, System.err.charset()));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, StandardStreams.isPipe(StandardStreams.OUTPUT), args));
    }

    /** Runs a command whose output goes into no pipe, and returns the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(out, err, false, args);
    }

    private static int run(PrintWriter out, PrintWriter err, boolean pipe, String... args) {
        try {
            return whole(out, err, pipe, commandLine(out, err).execute(args));
        } catch (Error fault) {
            err.println(fault(fault));
            return FAILED;
        }
    }

    /** All commands, with these as their output. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(new Main());
        addHelp(commandLine);
        addHelpBelow(commandLine);
        commandLine.setOut(out);
        commandLine.setErr(err);
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(Terminal.coloursWelcome() ? Ansi.ON : Ansi.OFF));
        commandLine.setUsageHelpWidth(Terminal.WIDTH);
        commandLine.setParameterExceptionHandler(Main::wrongUsage);
        commandLine.setExecutionExceptionHandler(Main::failed);
        // What begins with @ is a name like any other.
        commandLine.setExpandAtFiles(false);
        return commandLine;
    }

    /** What was to be read is lost, as when the disk is full: that is no success. Who closes a pipe has read enough. */
    private static int whole(PrintWriter out, PrintWriter err, boolean pipe, int exit) {
        if (!out.checkError() || pipe) {
            return exit;
        }
        err.println("The output could not be written.");
        return exit == 0 ? FAILED : exit;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static void addHelpBelow(CommandLine command) {
        command.getSubcommands().values().forEach(below -> {
            addHelp(below);
            addHelpBelow(below);
        });
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec().addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    }

    private static int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(asTyped(String.valueOf(wrong.getMessage()), command, args));
        command.getErr().println("Try " + command.getCommandSpec().qualifiedName() + " --help.");
        return CommandLine.ExitCode.USAGE;
    }

    /** Of an option with several names, messages know one, and the user another. */
    private static String asTyped(String message, CommandLine command, String... args) {
        String said = message;
        for (OptionSpec option : command.getCommandSpec().options()) {
            List<String> names = List.of(option.names());
            Optional<String> typed = Stream.of(args).map(arg -> arg.replaceFirst("=.*", ""))
                    .filter(names::contains).findFirst();
            if (typed.isPresent()) {
                for (String name : names) {
                    said = said.replaceAll("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])", typed.get());
                }
            }
        }
        return said;
    }

    /** What can fail without a bug of ours is one sentence. */
    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr().println(Terminal.visible(String.valueOf(switch (failure) {
            case ProcessFailure known -> known.getMessage();
            case UserError known -> known.getMessage();
            // In the locale C, which ./servers leaves where it can.
            case InvalidPathException name -> "No file can have the name '" + name.getInput() + "' in this locale: "
                    + name.getReason() + ". Try LC_ALL=C.UTF-8.";
            default -> fault(failure);
        })));
        return FAILED;
    }

    /** A bug is for those who can mend it: its stack is in a file. */
    private static String fault(Throwable fault) {
        StringWriter stack = new StringWriter();
        fault.printStackTrace(new PrintWriter(stack, true));
        try {
            Path file = Files.createTempFile("refservers-fault-", ".txt");
            Files.writeString(file, stack.toString());
            return FAULT + fault + "\nPlease report it, with " + file + ".";
        } catch (IOException full) {
            return FAULT + stack;
        }
    }
}
