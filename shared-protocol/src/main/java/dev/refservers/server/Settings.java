package dev.refservers.server;

import dev.refservers.protocol.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How a server is set up.
 *
 * @param address where to listen; port 0 lets the system choose
 * @param backlog connections that wait to be accepted, at most, as in listen(2); the kernel may round it; for each
 *        loop, where each has a listening socket
 * @param gracePeriod how long a closing server lets its clients take what they are owed
 * @param limits what its clients get, at most
 * @param keepalive what becomes of clients that vanish without a word
 * @param loops how many event loops serve them, each on a thread of its own; for architectures that have several
 */
public record Settings(InetSocketAddress address, int backlog, Duration gracePeriod, Limits limits, Keepalive keepalive,
        int loops) {

    /** Loopback, port 7379, a loop for each processor. */
    public static final Settings DEFAULT = new Settings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7379),
            1024, Duration.ofSeconds(5), Limits.DEFAULT);

    /** With Redis's keepalive, and a loop for each processor. */
    public Settings(InetSocketAddress address, int backlog, Duration gracePeriod, Limits limits) {
        this(address, backlog, gracePeriod, limits, new Keepalive(300), Runtime.getRuntime().availableProcessors());
    }

    public Settings {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog is " + backlog + ", but must be at least 1");
        }
        if (gracePeriod.isNegative()) {
            throw new IllegalArgumentException("gracePeriod is " + gracePeriod + ", but must not be negative");
        }
        if (loops < 1) {
            throw new IllegalArgumentException("loops is " + loops + ", but must be at least 1");
        }
    }

    /** The same, on another port of the same address. */
    public Settings withPort(int port) {
        return new Settings(new InetSocketAddress(address.getAddress(), port), backlog, gracePeriod, limits, keepalive,
                loops);
    }

    /** The same, with other limits. */
    public Settings withLimits(Limits other) {
        return new Settings(address, backlog, gracePeriod, other, keepalive, loops);
    }

    /** The same, with another number of event loops. */
    public Settings withLoops(int other) {
        return new Settings(address, backlog, gracePeriod, limits, keepalive, other);
    }

    /** The same, with another keepalive. */
    public Settings withKeepalive(Keepalive other) {
        return new Settings(address, backlog, gracePeriod, limits, other, loops);
    }
}
