package dev.refservers.comparison.run;

import dev.refservers.comparison.load.GeneratorProcess;
import dev.refservers.comparison.meters.ControlGroup;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.Programs;
import dev.refservers.comparison.result.Host;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what there is to say about this host. */
public final class HostFacts {

    /** Read by the JVM itself, by the java launcher, and by HotSpot, in this order. */
    private static final List<String> JAVA_OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private HostFacts() {}

    /** The facts, with this layout of processes. */
    public static Host find(Cores cores) {
        return new Host(System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"), line("/proc/cpuinfo", "model name").orElse("unknown"),
                Runtime.getRuntime().availableProcessors(), memoryBytes(),
                ControlGroup.find().quota().orElse(null),
                System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
                Programs.serverFlags(), GeneratorProcess.FLAGS, cores.sentence(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), javaOptions(), null,
                revision());
    }

    private static long memoryBytes() {
        return line("/proc/meminfo", "MemTotal")
                .map(value -> Long.parseLong(value.replace("kB", "").strip()) * 1024)
                .orElse(-1L);
    }

    private static List<String> javaOptions() {
        return JAVA_OPTIONS.stream()
                .filter(name -> !System.getenv().getOrDefault(name, "").isBlank())
                .map(name -> name + "=" + System.getenv(name))
                .toList();
    }

    private static @Nullable String revision() {
        Optional<Path> home = Programs.home();
        if (home.isEmpty() || Programs.find("git").isEmpty()) {
            return null;
        }
        Optional<String> head = git(home.get(), "rev-parse", "--short=12", "HEAD");
        if (head.isEmpty()) {
            return null;
        }
        boolean dirty = git(home.get(), "status", "--porcelain", "--untracked-files=no").isPresent();
        return head.get() + (dirty ? "-dirty" : "");
    }

    /** What git says, without its last line end; empty when it says nothing or fails. */
    private static Optional<String> git(Path home, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !said.isEmpty() ? Optional.of(said) : Optional.empty();
        } catch (IOException notStarted) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What is behind the colon in the first line that begins so. */
    private static Optional<String> line(String file, String label) {
        return text(file).flatMap(text -> text.lines().filter(line -> line.startsWith(label)).findFirst())
                .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }

    private static Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
