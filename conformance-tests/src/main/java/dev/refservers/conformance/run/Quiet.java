package dev.refservers.conformance.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Waits for states of a connection that no byte tells of: that the server has read all it was sent, or reads no more; that
 * it has let go of a client that has left. Used by the thread of its {@link Wire}.
 */
final class Quiet {

    /** Where both ends can be seen: time enough for a server that is at work to move a byte. */
    private static final Duration SEEN = Duration.ofMillis(100);

    /** Where only what is handed to the kernel can be seen. */
    private static final Duration UNSEEN = Duration.ofSeconds(1);

    /** From the end of a connection to its place being free. */
    private static final Duration AFTERWARDS = Duration.ofMillis(100);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Wire wire;
    private final KernelQueues queues;
    private final Duration limit;
    private final double scale;
    private long lookNanos;

    /** Waits no longer than {@code limit}. */
    Quiet(Wire wire, InetSocketAddress server, Duration limit, double scale) throws IOException {
        this.wire = wire;
        this.queues = new KernelQueues(server);
        this.limit = limit;
        this.scale = scale;
    }

    /** What changes while something moves between a client and the server. */
    private record State(long moved, KernelQueues.Ends ends) {}

    /** Until nothing moves any more; returns what it was, as a phrase. */
    String await(Client client) throws IOException {
        long began = System.nanoTime();
        long since = began;
        State last = state(client);
        while (System.nanoTime() - began < limit.toNanos()) {
            pass(betweenLooks());
            State now = state(client);
            if (!now.equals(last)) {
                last = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since >= stillness(now)) {
                return client.hasSentAll()
                        ? "has taken all that " + client.name() + " has sent"
                        : "takes nothing more of what " + client.name() + " sends";
            }
        }
        return "still takes what " + client.name() + " has sent, after " + limit.toMillis() + " ms";
    }

    private long stillness(State state) {
        return (long) ((state.ends.server().isPresent() ? SEEN : UNSEEN).toNanos() * scale);
    }

    private State state(Client client) throws IOException {
        return new State(client.moved(), look(client));
    }

    private KernelQueues.Ends look(Client client) throws IOException {
        long began = System.nanoTime();
        KernelQueues.Ends ends = queues.look(client.localAddress());
        lookNanos = System.nanoTime() - began;
        return ends;
    }

    /** Where a look takes its time, most of it is left to the server all the same. */
    private Duration betweenLooks() {
        return Duration.ofNanos(Math.max(BETWEEN_LOOKS.toNanos(), 2 * lookNanos));
    }

    /** Until the server has closed its end of the connection of a client that has left; returns what it was. */
    String awaitGone(Client client) throws IOException {
        if (!queues.areVisible()) {
            pass(Duration.ofNanos((long) (UNSEEN.toNanos() * scale)));
            return "is given a second to notice that " + client.name() + " has left";
        }
        long began = System.nanoTime();
        while (look(client).server().filter(KernelQueues.End::held).isPresent()) {
            if (System.nanoTime() - began >= limit.toNanos()) {
                return "has not let go of " + client.name() + " after " + limit.toMillis() + " ms";
            }
            pass(betweenLooks());
        }
        return "has let go of " + client.name();
    }

    /** Lets those of a server's threads and processes hear of it that have not closed the connection themselves. */
    void awaitPlaces() throws IOException {
        pass(AFTERWARDS);
    }

    private void pass(Duration duration) throws IOException {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - until < 0) {
            wire.move(until);
        }
    }
}
