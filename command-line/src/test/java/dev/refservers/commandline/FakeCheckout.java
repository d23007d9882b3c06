package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A checkout of a few files, in which {@code ./servers} is the real one and {@code mvn} a script: it writes down how it was called,
 * leaves the folders that a build leaves, and then does what a test says.
 */
final class FakeCheckout {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("shared-protocol", "shared-linux", "a-server",
            "conformance-tests", "fuzzing",
            "peers", "comparison", "command-line");

    private final Path home;
    private final Path programs;
    private final Map<String, String> environment = new TreeMap<>();

    /** What a program printed, and its exit code. */
    record Ended(int exitCode, String output) {}

    /** Makes it in this folder, which must not be there. */
    FakeCheckout(Path home) throws IOException {
        this.home = home;
        programs = Files.createDirectories(home.resolveSibling("programs"));
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        environment.put("LC_ALL", "C");
        for (String module : MODULES) {
            write(module + "/pom.xml", "<project/>\n");
            write(module + "/src/main/java/Source.java", "class Source {}\n");
        }
        write("docs/protocol.md", "1.1 It answers.\n");
        register(MODULES);
        write("config/BuildLock.java", Files.readString(HOME.resolve("config/BuildLock.java")));
        write("config/server.jvm", "");
        Files.copy(HOME.resolve("servers"), home.resolve("servers"), StandardCopyOption.COPY_ATTRIBUTES);
        mavenDoes("");
    }

    Path home() {
        return home;
    }

    /** Says in the parent that there are these modules. */
    void register(List<String> modules) throws IOException {
        StringBuilder pom = new StringBuilder("<project>\n    <modules>\n");
        modules.forEach(module -> pom.append("        <module>").append(module).append("</module>\n"));
        write("pom.xml", pom.append("    </modules>\n</project>\n").toString());
    }

    Path write(String file, String text) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    /** Writes a file that is as old as the hills, as {@code cp -p} and {@code tar} do. */
    void writeOld(String file, String text) throws IOException {
        Files.setLastModifiedTime(write(file, text), FileTime.from(0, TimeUnit.SECONDS));
    }

    /** Puts a script before all other programs of this name. */
    void program(String name, String script) throws IOException {
        Path program = programs.resolve(name);
        Files.writeString(program, "#!/bin/sh\n" + script);
        assertTrue(program.toFile().setExecutable(true));
    }

    /** Lets there be no other programs than those that every system has: flock(1) is not among them. */
    void onPlainSystem() throws IOException {
        for (String program : List.of("bash", "cat", "cksum", "find", "grep", "head", "locale", "mkdir", "mkfifo",
                "mktemp",
                "mv", "readlink", "rm", "sed", "sh", "sleep", "sort", "touch", "tr", "uniq", "wc")) {
            Path found = Programs.find(program).orElseThrow(() -> new IOException("there is no " + program))
                    .toRealPath();
            // A script, and no link: nothing is to be found where it lies.
            program(program, "exec " + found + " \"$@\"\n");
        }
        environment.put("PATH", programs.toString());
    }

    /** Lets Maven do this, in shell, after it has left what a build leaves. */
    void mavenDoes(String script) throws IOException {
        program("mvn", """
                case " $* " in *" --version "*) exit 0 ;; esac
                echo "$*" >>'%1$s/calls'
                for module in *-server shared-* conformance-tests fuzzing peers comparison command-line; do
                    [ -d $module/target/classes ] || echo "$module has no classes" >>'%1$s/calls'
                    mkdir -p $module/target/classes
                done
                mkdir -p command-line/target/lib
                """.formatted(programs) + script);
    }

    /** How Maven was called so far, and the modules that it had to compile. */
    List<String> calls() throws IOException {
        Path calls = programs.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** Has what this JVM runs in place of what the last build left: the commands work there. */
    void useOurClasses() throws IOException {
        Path lib = Files.createDirectories(home.resolve("command-line/target/lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path file = Path.of(entry).toAbsolutePath();
            Path module = file.resolve("../..").normalize();
            // Of a module that is already packaged, Maven puts the jar on the class path.
            boolean ours = Files.isDirectory(module.resolve("target/classes"));
            if (ours) {
                boolean test = entry.endsWith("test-classes") || entry.endsWith("-tests.jar");
                if (!test && Files.exists(home.resolve(module.getFileName()))) {
                    link(home.resolve(module.getFileName()).resolve("target/classes"),
                            module.resolve("target/classes"));
                }
            } else if (entry.endsWith(".jar")) {
                link(lib.resolve(file.getFileName()), file);
            }
        }
    }

    private static void link(Path link, Path file) throws IOException {
        Files.createDirectories(link.getParent());
        // What a Maven that only seems to build leaves is empty.
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, file);
    }

    /** Starts {@code ./servers}, read by this shell, with nothing in its environment but what is here. */
    Process start(String shell, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(shell.split(" ", -1)));
        command.add("./servers");
        command.addAll(List.of(arguments));
        return start(command);
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    /** Runs {@code ./servers}, read by this shell. */
    Ended servers(String shell, String... arguments) throws IOException, InterruptedException {
        return ended(start(shell, arguments));
    }

    /** Runs what this says in a shell. */
    Ended shell(String script) throws IOException, InterruptedException {
        return ended(start(List.of("bash", "-c", script)));
    }

    /** Waits until it has ended. */
    static Ended ended(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        return new Ended(process.exitValue(), output);
    }
}
