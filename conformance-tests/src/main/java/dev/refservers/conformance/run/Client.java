package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection of a script. Used by the thread of its {@link Wire}. */
final class Client {

    /** How far a connection is. */
    enum State {
        CONNECTING, OPEN, REFUSED, CLOSED
    }

    /** How the server has ended its side. */
    enum End {
        NOT_YET, EOF, RESET
    }

    private final String name;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Recorder recorder;
    private final Outbox out;
    private final Inbox in;
    private @Nullable InetSocketAddress localAddress;

    private State state = State.CONNECTING;
    private End end = End.NOT_YET;
    private boolean reading = true;
    private boolean halfClosing;
    private boolean outputEnded;
    private long received;

    Client(String name, InetSocketAddress server, Selector selector, Recorder recorder, Budget budget)
            throws IOException {
        this.name = name;
        this.recorder = recorder;
        out = new Outbox(name, recorder);
        in = new Inbox(budget);
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, 0, this);
        recorder.act(name, "connects");
        connect(server);
    }

    private void connect(InetSocketAddress server) {
        try {
            if (channel.connect(server)) {
                connected();
            }
        } catch (IOException refused) {
            refused(refused);
        }
        interest();
    }

    String name() {
        return name;
    }

    State state() {
        return state;
    }

    End end() {
        return end;
    }

    Inbox in() {
        return in;
    }

    /** Its own address, by which the other end can be found. */
    InetSocketAddress localAddress() {
        if (localAddress == null) {
            throw new IllegalStateException(name + " was never connected, and has no address");
        }
        return localAddress;
    }

    /** How many bytes have been handed to the kernel, and how many have come from it: a number that only grows. */
    long moved() {
        return out.written() + received;
    }

    /** Whether everything has been handed to the kernel. */
    boolean hasSentAll() {
        return out.isEmpty();
    }

    /** When the next piece is due, on {@link System#nanoTime()}'s scale; only if it waits for its time. */
    long nextPieceNanos() {
        return out.nextPieceNanos();
    }

    /** Whether the next piece waits for its time, and not for room. */
    boolean isPausing(long now) {
        return state == State.OPEN && !out.isEmpty() && !out.isDue(now);
    }

    void send(Bytes bytes, long now) {
        if (outputEnded || halfClosing || bytes.size() == 0) {
            return;
        }
        out.put(bytes);
        flush(now);
    }

    void drip(int bytes, long pauseNanos) {
        out.drip(bytes, pauseNanos);
    }

    void split(int bytes, long pauseNanos) {
        out.split(bytes, pauseNanos);
    }

    void stopReading() {
        recorder.act(name, "stops reading");
        reading = false;
        interest();
    }

    void resumeReading() {
        recorder.act(name, "reads again");
        reading = true;
        interest();
    }

    boolean isReading() {
        return reading;
    }

    void halfClose(long now) {
        halfClosing = true;
        flush(now);
    }

    /** Closes at once; what the kernel has not taken yet is dropped. */
    void close(boolean withReset) throws IOException {
        if (state == State.CLOSED) {
            return;
        }
        if (withReset && state == State.OPEN) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        recorder.act(name, withReset ? "resets" : "closes");
        state = State.CLOSED;
        out.clear();
        channel.close();
    }

    /** Closes at once, behind the end of the conversation: nothing is told of it. */
    void leave() throws IOException {
        state = State.CLOSED;
        out.clear();
        channel.close();
    }

    /** Something may be possible now: connects, reads and writes what can be. */
    void ready(ByteBuffer buffer, long now) {
        if (!key.isValid()) {
            return;
        }
        if (state == State.CONNECTING && key.isConnectable()) {
            finishConnect();
        }
        if (state == State.OPEN && key.isReadable()) {
            read(buffer);
        }
        flush(now);
    }

    private void finishConnect() {
        try {
            if (channel.finishConnect()) {
                connected();
                recorder.note(name, "is connected");
            }
        } catch (IOException refused) {
            refused(refused);
        }
    }

    private void connected() throws IOException {
        state = State.OPEN;
        // Only now: before, the channel says 0.
        localAddress = (InetSocketAddress) channel.getLocalAddress();
    }

    private void refused(IOException why) {
        state = State.REFUSED;
        recorder.ended(name, "could not connect: " + why.getMessage());
        key.cancel();
    }

    private void read(ByteBuffer buffer) {
        try {
            int count = channel.read(buffer.clear());
            buffer.flip();
            if (count > 0) {
                recorder.received(name, buffer);
                received += count;
                in.put(buffer);
            } else if (count < 0) {
                end = End.EOF;
                recorder.ended(name, "sees the end (eof)");
            }
        } catch (IOException reset) {
            end = End.RESET;
            recorder.ended(name, "sees a reset: " + reset.getMessage());
        }
        interest();
    }

    /** Writes what is due. A write that fails is no verdict: what the server said before it failed can still be read. */
    void flush(long now) {
        if (state != State.OPEN) {
            return;
        }
        try {
            out.writeTo(channel, now);
            if (halfClosing && !outputEnded && out.isEmpty()) {
                outputEnded = true;
                channel.shutdownOutput();
                recorder.act(name, "half-closes");
            }
        } catch (IOException failed) {
            recorder.note(name, "could not send: " + failed.getMessage());
            out.clear();
            outputEnded = true;
        }
        interest();
    }

    private void interest() {
        if (!key.isValid()) {
            return;
        }
        int operations = switch (state) {
            case CONNECTING -> SelectionKey.OP_CONNECT;
            case OPEN -> (reading && end == End.NOT_YET ? SelectionKey.OP_READ : 0)
                    | (out.isDue(System.nanoTime()) ? SelectionKey.OP_WRITE : 0);
            case REFUSED, CLOSED -> 0;
        };
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }
}
