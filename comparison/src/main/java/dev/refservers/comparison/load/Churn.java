package dev.refservers.comparison.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Clients who come, ask once, and leave; each that leaves is followed by another. Their addresses are spread over
 * 127.0.0.0/8, as a port that was just used is not used again for a minute. Used by one thread, once.
 */
final class Churn {

    /** Each has ports of its own. */
    private static final int ADDRESSES = 250;
    private static final int CONNECTIONS_MOST = 20_000;

    private final InetSocketAddress server;
    private final byte[] request;
    private final byte[] reply;
    private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
    private final Histogram connects = Recorder.histogram();
    private final Histogram firstBytes = Recorder.histogram();
    private final Histogram wholes = Recorder.histogram();
    private long resets;
    private int opened;
    private int open;

    /** Clients of this server, who ask the least that there is. */
    Churn(InetSocketAddress server, String protocol) {
        this.server = server;
        // Without a number of a round: no connection has a second one.
        Exchange exchange = Requests.least(protocol, 0);
        this.request = exchange.request().getBytes(StandardCharsets.ISO_8859_1);
        this.reply = exchange.reply().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Lets them come for so long, so many at a time.
     *
     * @param patience the longest time in which nothing happens
     */
    Answer run(int atOnce, Duration duration, Duration patience, boolean spin) throws LoadFailure {
        long start = System.nanoTime();
        long idleNanos = 0;
        try (Selector selector = Selector.open()) {
            try {
                for (int i = 0; i < atOnce; i++) {
                    open(selector);
                }
                long last = start;
                long lastReady = start;
                while (open > 0) {
                    int count = spin ? selector.selectNow() : selector.select(100);
                    long now = System.nanoTime();
                    boolean more = now - start < duration.toNanos();
                    if (count > 0) {
                        lastReady = now;
                        for (SelectionKey key : selector.selectedKeys()) {
                            if (ready(key) && more && opened < CONNECTIONS_MOST) {
                                open(selector);
                            }
                        }
                        selector.selectedKeys().clear();
                    } else {
                        idleNanos += now - last;
                        if (now - lastReady > patience.toNanos()) {
                            throw new LoadFailure(
                                    open + " new connections got no reply for " + patience.toMillis() / 1e3
                                            + " s, after " + wholes.getTotalCount() + " were served");
                        }
                    }
                    last = now;
                }
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        } catch (IOException broken) {
            throw new LoadFailure("new connection " + opened + " failed: " + broken.getMessage(), broken);
        }
        if (wholes.getTotalCount() == 0) {
            throw new LoadFailure("none of " + opened + " new connections got a reply");
        }
        long nanos = System.nanoTime() - start;
        return Answer.of(window(wholes, nanos, nanos - idleNanos))
                .with(List.of(window(connects, nanos, 0), window(firstBytes, nanos, 0)))
                .with(Map.of("connectionsReset", resets));
    }

    private static Window window(Histogram histogram, long nanos, long busyNanos) {
        return new Window(histogram.getTotalCount(), nanos, busyNanos, 0, 0, histogram);
    }

    private void open(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (server.getAddress().isLoopbackAddress()) {
                channel.bind(new InetSocketAddress(
                        InetAddress.getByAddress(new byte[]{127, 1, 0, (byte) (1 + opened % ADDRESSES)}), 0));
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Visitor visitor = new Visitor(channel, System.nanoTime());
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, visitor);
            opened++;
            open++;
            if (channel.connect(server)) {
                visitor.connected(key);
            }
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Whether the visitor has left. */
    private boolean ready(SelectionKey key) throws IOException, LoadFailure {
        Visitor visitor = (Visitor) key.attachment();
        boolean left;
        try {
            left = key.isConnectable() ? visitor.connected(key) : visitor.heard();
        } catch (IOException reset) {
            resets++;
            left = true;
        }
        if (left) {
            open--;
            visitor.channel.close();
        }
        return left;
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, histogram.getHighestTrackableValue()));
    }

    /** One who comes and goes. */
    private final class Visitor {
        private final SocketChannel channel;
        private final long cameAt;
        private long askedAt;
        private int heard;

        Visitor(SocketChannel channel, long cameAt) {
            this.channel = channel;
            this.cameAt = cameAt;
        }

        /** Asks, as soon as it may; it never leaves then. */
        boolean connected(SelectionKey key) throws IOException {
            if (!channel.isConnected()) {
                channel.finishConnect();
            }
            askedAt = System.nanoTime();
            Churn.record(connects, askedAt - cameAt);
            channel.write(ByteBuffer.wrap(request));
            key.interestOps(SelectionKey.OP_READ);
            return false;
        }

        /** Whether the reply is whole. */
        boolean heard() throws IOException, LoadFailure {
            in.clear();
            int count = channel.read(in);
            long now = System.nanoTime();
            if (count < 0) {
                throw new LoadFailure("the server closed a new connection without a reply");
            }
            if (heard == 0) {
                Churn.record(firstBytes, now - askedAt);
            }
            in.flip();
            ByteBuffer expected = ByteBuffer.wrap(reply, heard, Math.min(count, reply.length - heard));
            if (in.mismatch(expected) >= 0) {
                throw new LoadFailure("a new connection got " + Client.excerpt(in, 0) + ", expected "
                        + Client.excerpt(expected, 0));
            }
            heard += count;
            if (heard == reply.length) {
                Churn.record(wholes, now - cameAt);
            }
            return heard == reply.length;
        }
    }
}
