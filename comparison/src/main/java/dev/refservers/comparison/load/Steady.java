package dev.refservers.comparison.load;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * See {@link #why}.
 *
 * @param name see {@link Scenario}
 * @param roundsPerSecond see {@link Conversation}
 * @param blocksMost see {@link Scenario}
 */
record Steady(String name, double roundsPerSecond, int blocksMost) implements Conversation {

    private static final double USUAL_PER_SECOND = 10_000;

    /** The rate that all scenarios at one rate have: below what any of our servers can do on one core. */
    static final Steady USUAL = new Steady("steady", USUAL_PER_SECOND, 3);

    /** A server that is asked seldom waits once for each request. */
    static final Steady SELDOM = new Steady("steady-1k", 1_000, 1);

    /** About half of what the best do, and too much for some. */
    static final Steady OFTEN = new Steady("steady-30k", 30_000, 1);

    @Override
    public String title() {
        return String.format(Locale.ROOT, "50 connections, %,.0f requests a second in all, at random moments",
                roundsPerSecond);
    }

    @Override
    public String why() {
        return roundsPerSecond < USUAL_PER_SECOND
                ? "A server that is asked seldom waits anew for each request: this is what waking up costs."
                : roundsPerSecond > USUAL_PER_SECOND
                        ? "Nearer to what a server can do, requests come while others are served, and share its waits."
                        : "At the same rate for all, below what any can do: CPU time is fairest here, and latency counts from "
                                + "the moment at which a request should have been sent.";
    }

    @Override
    public Set<String> protocols() {
        return Requests.PROTOCOLS;
    }

    @Override
    public int connections() {
        return 50;
    }

    @Override
    public int depth() {
        return 1;
    }

    @Override
    public String family() {
        return "rate";
    }

    @Override
    public String axis() {
        return "requests/s";
    }

    @Override
    public OptionalDouble value() {
        return OptionalDouble.of(roundsPerSecond);
    }

    @Override
    public List<List<Exchange>> turns(String protocol, int connection) {
        return List.of(List.of(Requests.least(protocol, connection)));
    }
}
