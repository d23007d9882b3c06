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
            switch (order) {
                case Order.Connect connect -> reactor.connect(new InetSocketAddress(connect.host(), connect.port()),
                        connect.connections(), Duration.ofMillis(connect.patienceMillis()));
                case Order.Converse converse -> reactor.converse(Conversations.named(converse.conversation()),
                        converse.protocol(), Duration.ofMillis(converse.patienceMillis()));
                case Order.Talk talk -> {
                    return Answer.of(talk(reactor, talk));
                }
                case Order.Disconnect disconnect -> reactor.disconnect();
            }
            return Answer.DONE;
        } catch (LoadFailure failure) {
            return Answer.failed(failure.sentence());
        }
    }

    private static Window talk(Reactor reactor, Order.Talk talk) throws LoadFailure {
        Duration duration = Duration.ofMillis(talk.millis());
        Duration patience = Duration.ofMillis(talk.patienceMillis());
        return talk.roundsPerSecond() > 0
                ? reactor.run(duration, patience, talk.roundsPerSecond(), talk.seed())
                : reactor.run(duration, patience);
    }
}
