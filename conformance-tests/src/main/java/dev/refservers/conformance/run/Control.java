package dev.refservers.conformance.run;

import dev.refservers.conformance.run.ReplyReader.Malformed;
import dev.refservers.conformance.script.Bytes;
import dev.refservers.conformance.targets.OwnKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The runner's own connection to a queue server, beside those of the script: it empties the queues and counts who waits.
 */
final class Control implements AutoCloseable {

    private static final Pattern BLOCKED = Pattern.compile("(?m)^blocked_clients:(\\d{1,18})\r?$");
    private static final Pattern CONNECTED = Pattern.compile("(?m)^connected_clients:(\\d{1,18})\r?$");

    /** More than any server tells of itself. */
    private static final int MOST_BYTES = 16 << 20;

    private final Socket socket;
    private final Inbox in = new Inbox(new Budget());
    private final Duration limit;

    Control(InetSocketAddress server, Duration limit) throws IOException {
        this.limit = limit;
        socket = new Socket();
        try {
            socket.setSoTimeout((int) limit.toMillis());
            socket.setTcpNoDelay(true);
            socket.connect(server, (int) limit.toMillis());
        } catch (IOException failed) {
            socket.close();
            throw new IOException("the runner's own connection to " + server + " failed: " + failed.getMessage(),
                    failed);
        }
    }

    /** Sends a command, and waits for its reply. */
    Reply call(String... words) throws IOException {
        return call(Arrays.stream(words).map(Bytes::of).toList());
    }

    /** Sends a command, and waits for its reply. */
    Reply call(List<Bytes> words) throws IOException {
        socket.getOutputStream().write(Commands.encode(words).toArray());
        byte[] chunk = new byte[4096];
        InputStream input = socket.getInputStream();
        ReplyReader reader = new ReplyReader(in);
        long until = System.nanoTime() + limit.toNanos();
        try {
            for (;;) {
                Optional<Reply> reply = reader.read();
                if (reply.isPresent()) {
                    in.read(reader.size());
                    return reply.get();
                }
                if (System.nanoTime() - until >= 0 || in.size() > MOST_BYTES) {
                    throw new IOException("the reply to the runner's own " + words.getFirst().latin1()
                            + " does not end: " + in.size() + " bytes of it came");
                }
                int count = input.read(chunk);
                if (count < 0) {
                    throw new IOException(
                            "the server closed the runner's own connection at " + words.getFirst().latin1());
                }
                in.put(ByteBuffer.wrap(chunk, 0, count));
            }
        } catch (Malformed malformed) {
            throw new IOException(
                    "the reply to the runner's own " + words.getFirst().latin1() + " is none: "
                            + malformed.getMessage(),
                    malformed);
        }
    }

    /** How many clients wait in blocking commands; empty if the server does not tell. */
    OptionalLong blockedClients() throws IOException {
        return countOf(BLOCKED);
    }

    /** How many clients are connected, this one among them; empty if the server does not tell. */
    OptionalLong connectedClients() throws IOException {
        return countOf(CONNECTED);
    }

    private OptionalLong countOf(Pattern line) throws IOException {
        if (call("INFO", "clients") instanceof Reply.Bulk(Bytes text)) {
            Matcher matcher = line.matcher(text.latin1());
            if (matcher.find()) {
                return OptionalLong.of(Long.parseLong(matcher.group(1)));
            }
        }
        return OptionalLong.empty();
    }

    /** What it holds, of whatever database, as a phrase; empty if that is nothing. */
    String held() throws IOException {
        String held = call("INFO", "keyspace") instanceof Reply.Bulk(Bytes text) ? OwnKeys.held(text) : "";
        Reply size = call("DBSIZE");
        return !held.isEmpty() || size.equals(new Reply.Whole(0))
                ? held
                : "DBSIZE is answered with " + size.describe();
    }

    /** Deletes these keys, by name. */
    void delete(OwnKeys keys) throws IOException {
        for (List<Bytes> deletion : keys.deletions()) {
            Reply reply = call(deletion);
            if (!(reply instanceof Reply.Whole)) {
                throw new IOException("DEL, which deletes what scripts have made, was answered with "
                        + reply.describe());
            }
        }
    }

    /** Deletes all keys. */
    void flush() throws IOException {
        Reply reply = call("FLUSHALL");
        if (!(reply instanceof Reply.Simple)) {
            throw new IOException("FLUSHALL, which empties the server before each script, was answered with "
                    + reply.describe());
        }
    }

    /** Leaves in order, and waits until the server has closed, so that it can serve the next one. */
    void quit() throws IOException {
        call("QUIT");
        socket.shutdownOutput();
        if (socket.getInputStream().read() >= 0) {
            throw new IOException("the server said something after QUIT");
        }
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
