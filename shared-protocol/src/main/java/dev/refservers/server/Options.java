package dev.refservers.server;

import dev.refservers.protocol.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command line of a server process: the architecture's name, then options, each with a value. What is not there is
 * taken from the environment, where {@code REFSERVERS_MAX_CONNECTIONS} is {@code --max-connections}, and
 * {@code REFSERVERS_ARCHITECTURE} the name.
 */
final class Options {

    private static final String VARIABLE = "REFSERVERS_";
    private static final int MOST_LOOPS = 1024;
    private static final String ARCHITECTURE = VARIABLE + "ARCHITECTURE";

    /** What Linux takes for TCP_KEEPIDLE. */
    private static final int MOST_KEEPALIVE_SECONDS = 32_767;

    /** The options, in the order of the usage text, with the defaults of the types that they end in. */
    private enum Option {
        PROTOCOL("queue", "what to speak"),
        HOST(Settings.DEFAULT.address().getAddress().getHostAddress(), "address to listen on"),
        PORT(Settings.DEFAULT.address().getPort(), "port to listen on; 0 lets the system choose"),
        BACKLOG(Settings.DEFAULT.backlog(), "connections that wait to be accepted, at most"),
        GRACE_MILLIS(Settings.DEFAULT.gracePeriod().toMillis(),
                "how long a closing server lets its clients take what they are owed"),
        LOOPS("as the architecture has it",
                "event loops, each a thread; ignored by architectures that cannot have several"),
        MAX_CONNECTIONS(Limits.DEFAULT.maxConnections(),
                "connections served at once; further ones are refused with an answer"),
        MAX_BULK_BYTES(Limits.DEFAULT.maxBulkBytes(), "bytes of one argument, or of a request's body"),
        MAX_ARGUMENTS(Limits.DEFAULT.maxArguments(), "arguments of one command"),
        MAX_INLINE_BYTES(Limits.DEFAULT.maxInlineBytes(),
                "bytes of an inline command, or of the head of an HTTP request"),
        OUTPUT_HIGH_WATER_BYTES(Limits.DEFAULT.outputHighWaterBytes(),
                "owed bytes above which a client's commands wait"),
        MAX_WAITING_INPUT_BYTES(Limits.DEFAULT.maxWaitingInputBytes(),
                "bytes that a client may send behind a blocking command while it waits"),
        MAX_QUEUED_BYTES(Limits.DEFAULT.maxQueuedBytes(),
                "what all queues together may take; not said, a quarter of the heap, up to 1 GiB"),
        MAX_BUFFERED_BYTES(Limits.DEFAULT.maxBufferedBytes(),
                "what all clients together may take besides, in requests, replies, waits; not said, as much"),
        IDLE_TIMEOUT_MILLIS(Limits.DEFAULT.idleTimeoutNanos() / 1_000_000,
                "close a connection on which nothing moved for so long; 0 is never"),
        TCP_KEEPALIVE_SECONDS(Settings.DEFAULT.keepalive().seconds(),
                "ask a client that was silent for so long whether it is still there; 0 is never"),
        LINGER_MILLIS(Limits.DEFAULT.lingerNanos() / 1_000_000,
                "how long input is dropped after the last reply before the close");

        private final String byDefault;
        private final String meaning;

        Option(Object byDefault, String meaning) {
            this.byDefault = byDefault.toString();
            this.meaning = meaning;
        }

        String flag() {
            return "--" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        String variable() {
            return VARIABLE + name();
        }
    }

    /** A value, and the name that it was given: of the option, or of the variable. */
    private record Said(String name, String value) {}

    private final String architecture;
    private final boolean help;
    private final Map<Option, Said> values;

    private Options(String architecture, boolean help, Map<Option, Said> values) {
        this.architecture = architecture;
        this.help = help;
        this.values = values;
    }

    /** Parses {@code NAME [--option value | --option=value]…}, with what the environment has for the rest. */
    static Options parse(List<String> args, Map<String, String> environment) {
        String architecture = "";
        Map<Option, Said> values = new HashMap<>();
        for (Option option : Option.values()) {
            String value = environment.get(option.variable());
            if (value != null) {
                values.put(option, new Said(option.variable(), value));
            }
        }
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--help") || arg.equals("-h")) {
                return new Options(architecture, true, values);
            }
            if (!arg.startsWith("--")) {
                if (!architecture.isEmpty()) {
                    throw new IllegalArgumentException("One architecture at a time: got '" + architecture + "' and '"
                            + arg + "'. Try --help.");
                }
                architecture = arg;
                continue;
            }
            int equals = arg.indexOf('=');
            Option option = option(equals < 0 ? arg : arg.substring(0, equals));
            if (equals >= 0) {
                values.put(option, new Said(option.flag(), arg.substring(equals + 1)));
            } else if (i + 1 < args.size()) {
                values.put(option, new Said(option.flag(), args.get(++i)));
            } else {
                throw new IllegalArgumentException(option.flag() + " needs a value. Try --help.");
            }
        }
        mustKnow(environment);
        if (architecture.isEmpty()) {
            architecture = environment.getOrDefault(ARCHITECTURE, "");
        }
        if (architecture.isEmpty()) {
            throw new IllegalArgumentException("Which architecture? Try --help.");
        }
        return new Options(architecture, false, values);
    }

    /** A variable that is mistyped would leave its option at the default, and nobody would know. */
    private static void mustKnow(Map<String, String> environment) {
        for (String name : environment.keySet()) {
            if (name.startsWith(VARIABLE) && !name.equals(ARCHITECTURE)
                    && Arrays.stream(Option.values()).noneMatch(option -> option.variable().equals(name))) {
                throw new IllegalArgumentException("There is no variable " + name + "; there is " + ARCHITECTURE + ", "
                        + Arrays.stream(Option.values()).map(Option::variable).collect(Collectors.joining(", ")) + ".");
            }
        }
    }

    static String usage(String architectures, String protocols) {
        return """
                Usage: ./servers run NAME [OPTIONS]

                Runs one server until it gets SIGTERM or SIGINT.
                NAME is one of: %s
                Protocols: %s

                """.formatted(architectures, protocols) + Arrays.stream(Option.values())
                .map(option -> "  %-34s %s (%s)%n".formatted(option.flag() + " VALUE", option.meaning,
                        option.byDefault))
                .collect(Collectors.joining()) + """

                        Defaults come from the environment: that of --max-connections from REFSERVERS_MAX_CONNECTIONS, and
                        so on; that of NAME from REFSERVERS_ARCHITECTURE. No other variable may begin with REFSERVERS_.

                        Exit codes: 0 it ended on request, 1 it could not start or go on, 2 wrong usage.
                        """;
    }

    String architecture() {
        return architecture;
    }

    boolean help() {
        return help;
    }

    String protocol() {
        return said(Option.PROTOCOL).value;
    }

    /** The settings, within what the architecture can hold, and the descriptors of this process. */
    Settings settings(Architecture within) {
        int held = Math.min(within.maxConnections(), DescriptorLimit.connections(within.descriptorsPerConnection()));
        Limits limits = new Limits(Math.min(number(Option.MAX_CONNECTIONS, 1), held),
                number(Option.MAX_BULK_BYTES, 1), number(Option.MAX_ARGUMENTS, 1),
                number(Option.MAX_INLINE_BYTES, 1), number(Option.OUTPUT_HIGH_WATER_BYTES, 1),
                (int) number(Option.MAX_WAITING_INPUT_BYTES, 0, 1 << 30),
                number(Option.MAX_QUEUED_BYTES, 0, Long.MAX_VALUE),
                number(Option.MAX_BUFFERED_BYTES, 0, Long.MAX_VALUE), nanos(Option.IDLE_TIMEOUT_MILLIS),
                nanos(Option.LINGER_MILLIS));
        return new Settings(address(), number(Option.BACKLOG, 1), Duration.ofNanos(nanos(Option.GRACE_MILLIS)), limits,
                new Keepalive((int) number(Option.TCP_KEEPALIVE_SECONDS, 0, MOST_KEEPALIVE_SECONDS)),
                values.containsKey(Option.LOOPS) ? (int) number(Option.LOOPS, 1, MOST_LOOPS) : within.loops());
    }

    /** That these settings allow fewer connections than were asked for, as a sentence; empty if they allow as many. */
    Optional<String> shortage(Architecture within, Settings settings) {
        int wanted = Math.min(number(Option.MAX_CONNECTIONS, 1), within.maxConnections());
        int served = settings.limits().maxConnections();
        return served >= wanted
                ? Optional.empty()
                : Optional.of(within.name() + " serves at most " + served + " connections at once, not " + wanted
                        + ": this process may open no more files (ulimit -n).");
    }

    /** Where it listens. */
    InetSocketAddress address() {
        Said host = said(Option.HOST);
        int port = (int) number(Option.PORT, 0, 65_535);
        if (host.value.isBlank()) {
            // To InetAddress nothing is loopback.
            throw new IllegalArgumentException(host.name + " is '" + host.value + "', but must be an address");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host.value), port);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(host.name + " '" + host.value + "' is no address of this machine",
                    unknown);
        }
    }

    private Said said(Option option) {
        return values.getOrDefault(option, new Said(option.flag(), option.byDefault));
    }

    private int number(Option option, int least) {
        return (int) number(option, least, Integer.MAX_VALUE);
    }

    private long nanos(Option option) {
        return number(option, 0, Long.MAX_VALUE / 1_000_000) * 1_000_000;
    }

    private long number(Option option, long least, long most) {
        Said said = said(option);
        long number;
        try {
            number = Long.parseLong(said.value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(said.name + " needs a whole number, but got '" + said.value + "'",
                    notANumber);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    said.name + " is " + number + ", but must be from " + least + " to " + most);
        }
        return number;
    }

    private static Option option(String flag) {
        return Arrays.stream(Option.values())
                .filter(option -> option.flag().equals(flag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown option '" + flag + "'. Try --help."));
    }
}
