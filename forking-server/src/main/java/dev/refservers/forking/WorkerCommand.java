package dev.refservers.forking;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The command line of a worker. Safe for use by many threads. */
final class WorkerCommand {

    /** What servers of other architectures run with. What the JVM has to say is for the log, as is all that a worker says. */
    private static final List<String> ALL = List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError",
            "-XX:+DisplayVMOutputToStderr", "-Xlog:disable", "-Xlog:all=warning:stderr");

    /** For a worker that has one client. */
    private static final List<String> SHORT_LIVED = List.of(
            // It has one thread of its own, and may not live long enough for the better compiler to pay.
            "-XX:TieredStopAtLevel=1",
            // The heap starts small and grows as it must; a file of counters for jps is not worth its making.
            "-Xms8m", "-XX:-UsePerfData",
            // What is called once by reflection is not worth a method handle; nor is a search of the class path for
            // another provider of channels, since the parent has made that search.
            "-Djdk.reflect.useNativeAccessorOnly=true",
            "-Djava.nio.channels.spi.SelectorProvider=" + SelectorProvider.provider().getClass().getName());

    /** Properties that a worker has from its parent, so that both log alike. */
    private static final List<String> LOGGING = List.of("java.util.logging.config.file",
            "java.util.logging.SimpleFormatter.format");

    private final Path java;
    private final Assignment assignment;
    private final String classPath;

    /** Has workers run by {@code java} what the assignment says, all but its slot. */
    WorkerCommand(Path java, Assignment assignment, Class<?> provider) {
        this.java = java;
        this.assignment = assignment;
        this.classPath = classPath(provider);
    }

    /** What runs this process. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** What only the command lines of these workers have in them. */
    String mark() {
        return assignment.files().scoreboard();
    }

    /** For the worker that counts in this slot of the scoreboard. */
    List<String> forSlot(int slot) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(ALL);
        if (!assignment.listens()) {
            command.addAll(SHORT_LIVED);
        }
        for (String name : LOGGING) {
            String value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.addAll(List.of("-cp", classPath, Worker.class.getName()));
        command.addAll(assignment.withSlot(slot).arguments());
        return command;
    }

    /** Each entry is opened by every worker, so only those that are needed; all of them for a protocol we don't know. */
    private static String classPath(Class<?> provider) {
        Set<String> entries = new LinkedHashSet<>(
                List.of(home(Worker.class), home(dev.refservers.protocol.Session.class)));
        return entries.contains(home(provider))
                ? String.join(File.pathSeparator, entries)
                : System.getProperty("java.class.path");
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("no class path without the place of " + type, impossible);
        }
    }
}
