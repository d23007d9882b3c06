package dev.refservers.comparison.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Clients of the queue protocol who have asked for megabytes and read them at 1 KB a second, so that the server has to keep
 * what it owes them. Used by the reactor's thread.
 */
final class SlowReaders implements AutoCloseable {

    /** More than the buffers of both ends of a connection take. */
    private static final int REPLY_BYTES = 4 << 20;
    private static final int WINDOW_BYTES = 4 << 10;
    private static final int BYTES_PER_READ = 100;
    private static final long NANOS_PER_READ = 100_000_000;

    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BYTES_PER_READ);
    private long nextAt;
    private long bytes;

    /** Lets so many more connect, and ask; returns when the server has what they ask for. */
    void open(InetSocketAddress server, int count, Duration patience) throws LoadFailure {
        nextAt = System.nanoTime();
        for (int i = 0; i < count; i++) {
            try {
                open(server, "slow:" + i, (int) patience.toMillis());
            } catch (IOException failed) {
                throw new LoadFailure("slow reader " + (i + 1) + " of " + count + " could not ask: "
                        + failed.getMessage(), failed);
            }
        }
    }

    /** Reads a little of what has come, if it is time to. */
    void tick(long now) throws IOException, LoadFailure {
        if (channels.isEmpty() || now - nextAt < 0) {
            return;
        }
        nextAt = now + NANOS_PER_READ;
        for (SocketChannel channel : channels) {
            in.clear();
            int count = channel.read(in);
            if (count < 0) {
                throw new LoadFailure("the server closed the connection of a slow reader");
            }
            bytes += count;
        }
    }

    /** Bytes that all of them together have read so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        channels.clear();
        bytes = 0;
    }

    private void open(InetSocketAddress server, String queue, int patienceMillis) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        // What the kernel takes for the reader is no burden to the server.
        channel.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW_BYTES);
        channel.socket().connect(server, patienceMillis);
        channel.socket().setSoTimeout(patienceMillis);
        byte[] reply = ":1\r\n".getBytes(StandardCharsets.US_ASCII);
        channel.write(ByteBuffer.wrap(bytes(Requests.pushOnly(queue, REPLY_BYTES))));
        byte[] got = channel.socket().getInputStream().readNBytes(reply.length);
        if (!Arrays.equals(reply, got)) {
            throw new IOException("the reply to a push is \"" + new String(got, StandardCharsets.ISO_8859_1) + '"');
        }
        channel.write(ByteBuffer.wrap(bytes(Requests.popOnly(queue))));
        channel.configureBlocking(false);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
