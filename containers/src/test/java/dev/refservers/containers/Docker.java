package dev.refservers.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs programs as users do: docker, above all. Safe for use by many threads. */
final class Docker {

    private static final int LIMIT_SECONDS = 90;

    /** How a program ended, and what it printed. */
    record Outcome(int exitCode, String printed) {
        String firstLine() {
            return printed.lines().findFirst().orElse("nothing was printed");
        }
    }

    private Docker() {}

    /** What {@code docker} with these arguments prints, without white space around it. */
    static String docker(String... arguments) throws IOException {
        Outcome outcome = tryDocker(arguments);
        if (outcome.exitCode() != 0) {
            throw new IOException("docker " + String.join(" ", arguments) + " ended with exit code "
                    + outcome.exitCode() + ":\n" + outcome.printed());
        }
        return outcome.printed();
    }

    /** The same, however it ends. */
    static Outcome tryDocker(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return outcome(List.of(builder(command)));
    }

    /** What this pipeline of commands prints. */
    static String pipe(List<String> first, List<String> second) throws IOException {
        Outcome outcome = outcome(List.of(builder(first).redirectErrorStream(false)
                .redirectError(ProcessBuilder.Redirect.INHERIT), builder(second)));
        if (outcome.exitCode() != 0) {
            throw new IOException(String.join(" ", first) + " | " + String.join(" ", second) + " failed:\n"
                    + outcome.printed());
        }
        return outcome.printed();
    }

    /** Without BuildKit, which is not installed everywhere: what builds with the classic builder builds with both. */
    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(command.size() > 0 && command.getFirst().equals("docker"));
        builder.environment().put("DOCKER_BUILDKIT", "0");
        return builder;
    }

    private static Outcome outcome(List<ProcessBuilder> pipeline) throws IOException {
        List<Process> processes = pipeline.size() == 1
                ? List.of(pipeline.getFirst().start())
                : ProcessBuilder.startPipeline(pipeline);
        Process last = processes.getLast();
        CompletableFuture<String> printed = CompletableFuture.supplyAsync(() -> text(last));
        try {
            if (!last.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                processes.forEach(Process::destroyForcibly);
                throw new IOException(describe(pipeline) + " did not end within " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException interrupted) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + describe(pipeline) + " was running", interrupted);
        }
        return new Outcome(last.exitValue(), printed.join().strip());
    }

    private static String text(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String describe(List<ProcessBuilder> pipeline) {
        return pipeline.stream().map(each -> String.join(" ", each.command())).collect(Collectors.joining(" | "));
    }
}
