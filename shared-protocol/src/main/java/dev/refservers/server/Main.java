package dev.refservers.server;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Runs one architecture as a process of its own: {@code Main NAME [options]}.
 *
 * <p>
 * Prints one line when it listens, serves until SIGTERM or SIGINT, closes gracefully and exits with 0. Exits with 1
 * when it cannot serve, with 2 when it was called wrongly; either with one sentence on standard error.
 */
public final class Main {

    /** As the JDK says it. */
    private static final String IN_USE = "Address already in use";

    private Main() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        // One line for each failure, as logs are read; must be set before the first logger is made.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
        Thread.setDefaultUncaughtExceptionHandler(Main::fail);
        StandardDescriptors.fill();
        int exit = run(List.of(args), System.out, System.err);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /**
     * A thread has died, of a bug or for want of something. Without it the process would stay, and serve some of its
     * clients, or nobody; whoever started it can only start it again when it ends. To close gracefully may need the very
     * thing that is missing.
     */
    private static void fail(Thread thread, Throwable fault) {
        try {
            System.err.println("The server ends, because its thread " + thread.getName() + " has died:");
            fault.printStackTrace();
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Starts the server; returns 0 while it goes on serving, or after help was asked for, or why it does not. */
    static int run(List<String> args, PrintStream out, PrintStream err) {
        Options options;
        Architecture architecture;
        Settings settings;
        ServerStatus status;
        Protocol protocol;
        try {
            options = Options.parse(args, System.getenv());
            if (options.help()) {
                out.print(Options.usage(names(Architecture.class, Architecture::name),
                        names(ProtocolProvider.class, ProtocolProvider::name)));
                return isLost(out, err) ? 1 : 0;
            }
            architecture = find(Architecture.class, options.architecture(), Architecture::name, "architecture");
            settings = options.settings(architecture);
            Statistics statistics = new Statistics();
            status = new ServerStatus(architecture.name(), statistics);
            protocol = find(ProtocolProvider.class, options.protocol(), ProtocolProvider::name, "protocol")
                    .create(settings.limits(), statistics, status);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            return 2;
        }
        Optional<String> unavailable = architecture.unavailable();
        if (unavailable.isPresent()) {
            err.println(architecture.name() + " cannot run here: " + unavailable.get());
            return 1;
        }
        CompletableFuture<Running> started = new CompletableFuture<>();
        closeWhenAsked(started);
        try {
            List<Class<?>> classes = new ArrayList<>(architecture.libraries());
            classes.add(architecture.getClass());
            Rehearsal.of(protocol, classes);
            Set<Thread> before = threads();
            Server server = architecture.start(protocol, settings);
            Set<Thread> serving = threads();
            serving.removeAll(before);
            started.complete(new Running(server, serving));
            status.tellOf(server);
            options.shortage(architecture, settings).ifPresent(err::println);
            out.println(architecture.name() + " listens on " + AddressText.numeric(server.address())
                    + " (protocol " + protocol.name() + ", process "
                    + ProcessHandle.current().pid() + ")");
            // It serves all the same: whoever asked for this port knows it.
            boolean _ = isLost(out, err);
            return 0;
        } catch (IOException failure) {
            err.println(architecture.name() + reason(failure, settings.address()));
            return 1;
        } catch (OutOfMemoryError noThread) {
            // Some of its threads may run already: without the others they must not serve.
            err.println(architecture.name() + " cannot start: " + noThread.getMessage());
            return 1;
        } finally {
            started.cancel(false);
        }
    }

    /** An address that is in use is an everyday matter, and the same whoever makes the calls. */
    private static String reason(IOException failure, InetSocketAddress address) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException && String.valueOf(cause.getMessage()).startsWith(IN_USE)) {
                return " cannot listen on " + AddressText.numeric(address) + ": " + IN_USE
                        + ". Stop what listens there, or choose another --port.";
            }
        }
        return " cannot start: " + failure.getMessage();
    }

    private static boolean isLost(PrintStream out, PrintStream err) {
        // Who closes a pipe has read enough.
        boolean lost = out.checkError() && !(out.equals(System.out) && StandardStreams.isPipe(StandardStreams.OUTPUT));
        if (lost) {
            err.println("The output could not be written.");
        }
        return lost;
    }

    /**
     * A JVM that ends by a signal exits with 128 + its number, whatever its shutdown hooks did; a server that was asked
     * to close and did so has succeeded, hence {@code halt(0)}. It may be asked before all of it has started, and a client
     * may have been served by then.
     */
    private static void closeWhenAsked(CompletableFuture<Running> started) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            int exit;
            try {
                Running running = started.join();
                exit = running.hasEnded() ? 1 : 0;
                if (exit != 0) {
                    System.err.println("The server has ended, though nobody asked it to.");
                }
                running.server.close();
            } catch (CancellationException neverStarted) {
                return;
            }
            Runtime.getRuntime().halt(exit);
        }, "shutdown"));
    }

    /** A server, and the threads that keep the JVM alive for it, where it has such. */
    private record Running(Server server, Set<Thread> threads) {

        /** Whether the JVM ends because all of them did, and not because it was asked to. */
        boolean hasEnded() {
            return !threads.isEmpty() && threads.stream().noneMatch(Thread::isAlive);
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    static <S> S find(Class<S> service, String name, java.util.function.Function<S, String> nameOf,
            String what) {
        return StreamSupport.stream(ServiceLoader.load(service).spliterator(), false)
                .filter(candidate -> nameOf.apply(candidate).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No " + what + " is called '" + name + "'; there is "
                        + names(service, nameOf) + "."));
    }

    private static <S> String names(Class<S> service, java.util.function.Function<S, String> nameOf) {
        return StreamSupport.stream(ServiceLoader.load(service).spliterator(), false)
                .map(nameOf)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
