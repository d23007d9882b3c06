package dev.refservers.server;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
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

    private Main() {}

    /** See the class. */
    public static void main(String[] args) {
        // One line for each failure, as logs are read; must be set before the first logger is made.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
        int exit = run(List.of(args), System.out, System.err);
        if (exit != 0) {
            System.exit(exit);
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
                return 0;
            }
            architecture = find(Architecture.class, options.architecture(), Architecture::name, "architecture");
            settings = withinOpenFiles(options.settings(architecture), architecture.name(), err);
            Statistics statistics = new Statistics();
            status = new ServerStatus(architecture.name(), statistics);
            protocol = find(ProtocolProvider.class, options.protocol(), ProtocolProvider::name, "protocol").create(
                    settings.limits(), statistics, status);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            return 2;
        }
        Optional<String> unavailable = architecture.unavailable();
        if (unavailable.isPresent()) {
            err.println(architecture.name() + " cannot run here: " + unavailable.get());
            return 1;
        }
        try {
            Server server = architecture.start(protocol, settings);
            closeWhenAsked(server);
            status.tellOf(server);
            out.println(architecture.name() + " listens on " + server.address().getAddress().getHostAddress() + ":"
                    + server.address().getPort() + " (protocol " + protocol.name() + ", process "
                    + ProcessHandle.current().pid() + ")");
            out.flush();
            return 0;
        } catch (IOException failure) {
            err.println(architecture.name() + " cannot start: " + failure.getMessage());
            return 1;
        }
    }

    /** A connection for which there is no descriptor could not even be refused: it would wait, and not know for what. */
    private static Settings withinOpenFiles(Settings asked, String name, PrintStream err) {
        int room = OpenFiles.connections();
        int connections = asked.limits().maxConnections();
        if (connections <= room) {
            return asked;
        }
        err.println(name + " serves " + room + " connections at once and not " + connections
                + ": this process may have no more than " + (room + OpenFiles.SET_ASIDE) + " files open (ulimit -n).");
        return asked.withLimits(asked.limits().withMaxConnections(room));
    }

    /**
     * A JVM that ends by a signal exits with 128 + its number, whatever its shutdown hooks did; a server that was asked
     * to close and did so has succeeded, hence {@code halt(0)}.
     */
    private static void closeWhenAsked(Server server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            Runtime.getRuntime().halt(0);
        }, "shutdown"));
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
