package dev.refservers.blocking.polling;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.server.Quietly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One client: its socket and its session. Used by the loop's thread. */
final class Connection {

    /** How often output is written before the others have their turn. */
    private static final int WRITES_IN_A_ROW = 16;

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    /** Whether it counts towards the limit of connections. */
    final boolean counted;

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Session session;
    private boolean stopping;
    private boolean outputShutDown;
    private boolean closed;

    /**
     * Serves an accepted channel.
     *
     * @param counted whether there is room for this client; otherwise it is told that there is none
     * @throws IOException when the connection is gone already
     */
    Connection(EventLoop loop, SocketChannel channel, Protocol protocol, boolean counted) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.counted = counted;
        channel.configureBlocking(false);
        // Replies are written whole: to hold one back, in case that more bytes follow, only delays it.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        loop.keepalive().accepted(channel);
        long now = System.nanoTime();
        // Nothing to be done when woken: the session is resumed in the next round, as in each.
        session = counted ? protocol.open(() -> {}, now) : protocol.refuse(now);
    }

    boolean isOpen() {
        return !closed;
    }

    /** Asks the client for input, and the session for output: the connection's part of a round. */
    void ask() {
        try {
            boolean wanted = session.wantsInput();
            boolean hadInput = read();
            long now = System.nanoTime();
            // Once all that has come is answered; what the session does not want yet comes after what it owes.
            if (stopping && (wanted ? !hadInput : !session.wantsOutput())) {
                stopping = false;
                session.shutdown(now);
            }
            session.resume(now);
            write();
            if (session.finished()) {
                close();
            } else if (session.outputEnded() && !outputShutDown) {
                outputShutDown = true;
                channel.shutdownOutput();
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "connection lost: {0}", gone.getMessage());
            close();
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "connection closed because of a bug", bug);
            close();
        }
    }

    /** Reads once, unless the session wants nothing; whether there was something. */
    private boolean read() throws IOException {
        if (!session.wantsInput()) {
            return false;
        }
        int count = channel.read(loop.readBuffer.clear());
        // Only now: were the time older than the bytes, a time-out that they ask for would come too early.
        if (count > 0) {
            session.receive(loop.readBuffer.flip(), System.nanoTime());
        } else if (count < 0) {
            session.endOfInput(System.nanoTime());
        }
        return count > 0;
    }

    /** Writes what is owed, until all is written, the socket takes no more, or the others should have their turn. */
    private void write() throws IOException {
        for (int writes = 0; session.wantsOutput() && writes < WRITES_IN_A_ROW; writes++) {
            ByteBuffer owed = session.output();
            int length = Math.min(owed.remaining(), loop.writeBuffer.capacity());
            // A channel copies what is on the heap, all of it at each call: of a large reply only a part is given.
            loop.writeBuffer.clear().put(0, owed, owed.position(), length).limit(length);
            int count = channel.write(loop.writeBuffer);
            owed.position(owed.position() + count);
            session.resume(System.nanoTime());
            if (count < length) {
                return;
            }
        }
    }

    /** Lets the session end as soon as what has come is answered, and all that it owes is written. */
    void shutdown() {
        stopping = true;
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        Quietly.close(channel);
        try {
            session.close();
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "a session's end failed because of a bug", bug);
        }
    }
}
