package dev.refservers.comparison.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/**
 * The generator's process: takes {@link Order}s from standard input, writes {@link Answer}s to standard output, and ends
 * when its input ends, so that it does not outlive the process that started it.
 */
public final class Generator {

    /** The one argument that there is: see {@link Reactor#Reactor}. */
    static final String SPIN = "--spin";

    private final JsonMapper json = new JsonMapper();
    private final boolean spin;
    private final Map<String, Reactor> crowds = new HashMap<>();

    private Generator(boolean spin) {
        this.spin = spin;
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        boolean spin = args.length == 1 && args[0].equals(SPIN);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            new Generator(spin).obey(in, System.out);
        }
    }

    private void obey(BufferedReader in, PrintStream out) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Order.To order = json.readValue(line, Order.To.class);
            out.println(json.writeValueAsString(obey(reactor(order.crowd()), order.order())));
            out.flush();
        }
    }

    private Reactor reactor(String crowd) throws IOException {
        Reactor reactor = crowds.get(crowd);
        if (reactor == null) {
            reactor = new Reactor(spin);
            crowds.put(crowd, reactor);
        }
        return reactor;
    }

    private Answer obey(Reactor reactor, Order order) {
        try {
            return switch (order) {
                case Order.Connect connect -> done(() -> reactor.connect(address(connect.host(), connect.port()),
                        connect.connections(), Duration.ofMillis(connect.patienceMillis())));
                case Order.Open open -> done(() -> new Opening(reactor).open(address(open.host(), open.port()),
                        open.connections(), Conversations.named(open.conversation()), open.protocol(),
                        Duration.ofMillis(open.patienceMillis())));
                case Order.Converse converse -> done(() -> reactor.converse(
                        Conversations.named(converse.conversation()), converse.protocol(),
                        converse.talkers() > 0 ? converse.talkers() : reactor.clients().size(),
                        Duration.ofMillis(converse.patienceMillis())));
                case Order.Slow slow -> done(() -> reactor.slowReaders()
                        .open(address(slow.host(), slow.port()), slow.connections(),
                                Duration.ofMillis(slow.patienceMillis())));
                case Order.Disconnect() -> done(reactor::disconnect);
                case Order.Talk talk -> talk(reactor, talk);
                case Order.Rest rest -> Answer.of(reactor.rest(Duration.ofMillis(rest.millis())));
                case Order.Surge surge -> surge(reactor, surge);
                case Order.Drain drain -> drain(reactor, drain);
                case Order.Churn churn -> new Churn(address(churn.host(), churn.port()), churn.protocol())
                        .run(churn.atOnce(), Duration.ofMillis(churn.millis()),
                                Duration.ofMillis(churn.patienceMillis()), spin);
            };
        } catch (LoadFailure failure) {
            return Answer.failed(failure.sentence());
        }
    }

    /** Something that is done, or fails. */
    private interface Deed {
        void run() throws LoadFailure;
    }

    private static Answer done(Deed deed) throws LoadFailure {
        deed.run();
        return Answer.DONE;
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    private static Answer talk(Reactor reactor, Order.Talk talk) throws LoadFailure {
        Duration duration = Duration.ofMillis(talk.millis());
        Duration patience = Duration.ofMillis(talk.patienceMillis());
        long slowBytes = reactor.slowReaders().bytes();
        Window window = talk.roundsPerSecond() > 0
                ? reactor.run(duration, patience, talk.roundsPerSecond(), talk.seed())
                : reactor.run(duration, patience);
        return Answer.of(window).with(Map.of("slowBytes", reactor.slowReaders().bytes() - slowBytes));
    }

    private static Answer surge(Reactor reactor, Order.Surge order) throws LoadFailure {
        Surge surge = new Surge(reactor, order.phases(), order.seed());
        Window window = reactor.run(surge, surge, Duration.ofMillis(order.patienceMillis()));
        return Answer.of(surge.window(window)).with(surge.windows()).with(surge.counts());
    }

    private static Answer drain(Reactor reactor, Order.Drain order) throws LoadFailure {
        Histogram latencies = Recorder.histogram();
        Drain drain = new Drain(reactor.talkers(), order.pid(), Duration.ofMillis(order.millis()).toNanos(),
                Recorder.into(latencies));
        Window window = reactor.run(drain, drain, Duration.ofMillis(order.patienceMillis()));
        return Answer.of(new Window(latencies.getTotalCount(), window.nanos(), window.busyNanos(), 0, 0, latencies))
                .with(drain.counts());
    }
}
