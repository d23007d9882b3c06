package dev.refservers.commandline;

import dev.refservers.commandline.template.ModuleCopy;
import dev.refservers.commandline.template.ModuleName;
import dev.refservers.commandline.template.ServerModule;
import dev.refservers.commandline.template.StandaloneProject;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.comparison.processes.Programs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies a module as the start of somebody's own server. */
@Command(name = "new", sortOptions = false, description = {
    "Copies a module as the start of your own server: renames it, builds it, and plays all scripts against it.%n",
    "A module is copied with all its architectures: of async-server, async becomes NAME, and uring NAME-uring. Delete "
            + "those that you do not want. If it cannot be built, nothing is left of it.%n"})
final class NewCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "What it is called: small letters, digits, hyphens.")
    private String name = "";

    @Option(names = "--from", paramLabel = "MODULE", required = true, description = "The module that is copied, as "
            + "./servers list tells them: epoll-server, or epoll for short.")
    private String from = "";

    @Option(names = "--standalone", paramLabel = "DIR", description = "Make it a Maven project of its own there, "
            + "outside this checkout. What it needs of this one is installed in your local Maven repository: "
            + "shared-protocol, conformance-tests, and shared-linux where it calls the kernel.")
    private @Nullable Path standalone;

    @Option(names = "--package", paramLabel = "NAME", description = "With --standalone: the package of its classes "
            + "(com.example.NAME).")
    private @Nullable String packageName;

    @Option(names = "--no-run", description = "Build it, but play no scripts.")
    private boolean noRun;

    /** What of {@code ./servers} is running for this command. */
    private final AtomicReference<@Nullable Process> running = new AtomicReference<>();

    @Override
    public Integer call() throws UserError {
        Path home = Programs.home().orElseThrow(() -> new UserError("This is not started by ./servers, and not in a "
                + "checkout: there is nothing to copy.")).toAbsolutePath().normalize();
        try {
            ModuleName to = ModuleName.of(name);
            ServerModule module = ServerModule.named(home, from);
            if (standalone != null) {
                return makeProject(home, module, to, standalone.toAbsolutePath().normalize());
            }
            if (packageName != null) {
                throw new IllegalArgumentException("--package needs --standalone: in here all packages are "
                        + "dev.refservers.");
            }
            to.mustBeFree(home, module, Catalogue.all().stream().map(Candidate::name).toList());
            return makeModule(home, module, to);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        } catch (IOException failure) {
            throw new UserError("'" + name + "' could not be made: " + UserError.reason(failure), failure);
        }
    }

    private int makeModule(Path home, ServerModule module, ModuleName to) throws IOException, UserError {
        AtomicReference<@Nullable ModuleCopy> unfinished = new AtomicReference<>();
        Thread undo = new Thread(() -> {
            endRunning();
            undo(unfinished);
        });
        Runtime.getRuntime().addShutdownHook(undo);
        ModuleCopy copy = ModuleCopy.create(home, module, to);
        unfinished.set(copy);
        say(to.module() + ": " + copy.files() + " files, copied from " + module.name() + " and renamed");
        say("pom.xml: one line, <module>" + to.module() + "</module>");
        say("building it ...");
        boolean built = servers(home, "maven", "-B", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-pl",
                to.module(), "spotless:apply") == 0 && servers(home, "build") == 0;
        if (!built) {
            undo(unfinished);
            throw new UserError("The copy cannot be built, so it was taken away again.");
        }
        unfinished.set(null);
        int failed = 0;
        if (!noRun) {
            List<String> conform = new ArrayList<>(List.of("conform"));
            conform.addAll(copy.variants());
            failed = servers(home, conform.toArray(String[]::new));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println("Read   " + to.module() + "/README.md, which says in which order to read the code");
        out.println("Run    ./servers run " + copy.variants().getFirst() + " --port 7379");
        out.println("Test   ./servers conform " + String.join(" ", copy.variants()));
        // Maven builds, for this one, the modules that it needs, and would run all their tests.
        out.println("       ./servers test -pl " + to.module() + " -am -Dtest='dev/refservers/" + to.packageWord()
                + "/**'");
        if (copy.variants().size() > 1) {
            out.println("Then   delete what you do not want of " + String.join(", ", copy.variants())
                    + ": its package or class, its line in");
            out.println("       " + to.module() + "/src/main/resources/META-INF/services, its tests");
        }
        out.println("Undo   rm -r " + to.module() + ", and its line in pom.xml");
        return failed;
    }

    /** Takes away what was not finished; also when the command is interrupted, and the JVM then waits until that is done. */
    private synchronized void undo(AtomicReference<@Nullable ModuleCopy> unfinished) {
        ModuleCopy copy = unfinished.getAndSet(null);
        if (copy != null) {
            try {
                copy.delete();
            } catch (IOException failure) {
                spec.commandLine().getErr().println(copy.folder() + " could not be taken away again: " + failure);
            }
        }
    }

    private int makeProject(Path home, ServerModule module, ModuleName to, Path folder)
            throws IOException, UserError {
        if (real(folder).startsWith(home.toRealPath())) {
            throw new IllegalArgumentException("--standalone is " + folder + ", but that is inside this checkout: "
                    + "name a folder outside, or leave --standalone away.");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::endRunning));
        StandaloneProject project = StandaloneProject.create(home, module, to, packageName(to), folder);
        say(folder + ": a Maven project, copied from " + module.name() + " and renamed");
        say("installing " + String.join(", ", project.artifacts()) + " and what they are built with in the local "
                + "Maven repository ...");
        if (servers(home, "install") != 0) {
            throw new UserError("They could not be installed. The project is whole; to go on: ./servers install");
        }
        say(noRun ? "building it ..." : "building it, and playing the scripts as its tests ...");
        int failed = servers(home, "maven", "-B", "-f", folder.resolve("pom.xml").toString(),
                noRun ? "test-compile" : "test");
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println("Read   " + folder.resolve("README.md"));
        out.println("Test   cd " + quoted(folder) + " && mvn test");
        return failed == 0 ? 0 : Main.FAILED;
    }

    private String packageName(ModuleName to) {
        if (packageName == null) {
            return "com.example." + to.base().replace("-", "");
        }
        if (!Pattern.matches("[a-z][a-z0-9_.]*", packageName) || !SourceVersion.isName(packageName)) {
            throw new IllegalArgumentException("--package is '" + packageName
                    + "', but must be a package's name, as com.example." + to.base().replace("-", "") + ".");
        }
        return packageName;
    }

    private void say(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("servers: " + sentence);
        err.flush();
    }

    /** Runs another command of {@code ./servers}, with this one's input and output; returns its exit code. */
    private int servers(Path home, String... arguments) throws IOException, UserError {
        List<String> command = new ArrayList<>(List.of(home.resolve("servers").toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).directory(home.toFile()).inheritIO().start();
            running.set(process);
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while ./servers " + arguments[0] + " was running", interrupted);
        }
    }

    /** Ends it with all that it has started: what was copied is taken away after that, and nobody may write there. */
    private void endRunning() {
        Process process = running.getAndSet(null);
        if (process != null) {
            process.destroy();
            try {
                process.waitFor();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where it is, or will be, without symbolic links. */
    private static Path real(Path folder) throws IOException {
        for (Path there = folder; there != null; there = there.getParent()) {
            if (Files.exists(there)) {
                return there.toRealPath().resolve(there.relativize(folder)).normalize();
            }
        }
        return folder;
    }

    /** As a shell takes it for one word. */
    private static String quoted(Path folder) {
        String text = folder.toString();
        return text.matches("[\\w./+@%:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
