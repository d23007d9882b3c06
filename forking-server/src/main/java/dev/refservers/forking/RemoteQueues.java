package dev.refservers.forking;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.refservers.protocol.Session;
import dev.refservers.protocol.queue.Queues;
import dev.refservers.protocol.queue.Reply;
import dev.refservers.protocol.queue.Request;
import dev.refservers.server.Quietly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * The queues of another process, which speaks the queue protocol too: each client has a link of its own to it. Requests
 * go there in the frames of {@link LinkSession}, replies come back as they are. Used by the thread of its loop.
 */
final class RemoteQueues implements Queues {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final EventLoop loop;
    private final UnixDomainSocketAddress address;

    /** The queues of the process that listens there. */
    RemoteQueues(EventLoop loop, UnixDomainSocketAddress address) {
        this.loop = loop;
        this.address = address;
    }

    /** @throws UncheckedIOException when there is no way there, as for want of descriptors */
    @Override
    public Client connect(Runnable wake, long now) {
        try {
            return new Link(wake, SocketChannel.open(address));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot reach the queues: " + failure.getMessage(), failure);
        }
    }

    /** One client's way to the queues, with requests on it whose replies have not come. */
    private final class Link implements Client, Registered {
        private final Runnable wake;
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ReplyScanner scanner = new ReplyScanner();

        /** Bytes still to come, behind the reply, that say that the client was not killed. */
        private int assuranceBytes;

        /** What the socket has not taken yet of the requests. */
        private ByteBuffer unsent = NOTHING;

        /** Bytes of requests that are gathered in the loop's buffer, between the first of them and {@link #flush}. */
        private int gatheredBytes;

        /** Requests whose replies are not whole. */
        private long unanswered;

        /** Whether the last of them must be answered before another may be sent. */
        private boolean uncertain;

        /** Whether something has come that was not read yet: nothing more is waited for until it is. */
        private boolean readable;

        private boolean cancelled;
        private boolean ended;

        private Link(Runnable wake, SocketChannel channel) throws IOException {
            this.wake = wake;
            this.channel = channel;
            key = loop.register(channel, OP_READ, this);
        }

        @Override
        public Outcome execute(Request request, Reply reply, long now) {
            cancelled = false;
            if (unanswered++ == 0) {
                scanner.begin();
            }
            uncertain = request.isUncertain();
            gather(request);
            assuranceBytes = 0;
            if (request.mayKill()) {
                // The end of a client that kills itself comes after the reply, when more may have been executed here.
                flush();
                send(LinkSession.ping());
                assuranceBytes = LinkSession.PONG_BYTES;
            }
            return ended ? Outcome.GIVEN_UP : Outcome.WAITING;
        }

        @Override
        public boolean takesMore() {
            return !uncertain && !ended && !unsent.hasRemaining();
        }

        private void gather(Request request) {
            ByteBuffer buffer = loop.writeBuffer;
            long bytes = LinkSession.frameBytes(request);
            if (bytes > buffer.capacity() - gatheredBytes) {
                flush();
            }
            if (bytes > buffer.capacity()) {
                ByteBuffer frame = ByteBuffer.allocate(Math.toIntExact(bytes));
                LinkSession.putFrame(request, frame);
                send(frame.flip());
                return;
            }
            LinkSession.putFrame(request, buffer.limit(buffer.capacity()).position(gatheredBytes));
            gatheredBytes = buffer.position();
        }

        @Override
        public void flush() {
            if (gatheredBytes == 0) {
                return;
            }
            ByteBuffer gathered = loop.writeBuffer.position(0).limit(gatheredBytes);
            gatheredBytes = 0;
            try {
                if (!unsent.hasRemaining()) {
                    channel.write(gathered);
                }
            } catch (IOException gone) {
                ended = true;
            }
            if (gathered.hasRemaining() && !ended) {
                byte[] rest = new byte[gathered.remaining()];
                gathered.get(rest);
                send(ByteBuffer.wrap(rest));
            }
        }

        /** Takes no more of the replies than fits into one buffer, so that a slow client is not flooded. */
        @Override
        public Outcome complete(Reply reply, long now) {
            if (readable) {
                ByteBuffer part = read();
                while (unanswered > 0 && part.hasRemaining()) {
                    scanner.scan(part);
                    if (scanner.whole()) {
                        unanswered--;
                        scanner.begin();
                    }
                }
                assuranceBytes -= part.remaining();
                reply.raw(part.flip());
            }
            if (unanswered == 0 && assuranceBytes == 0) {
                uncertain = false;
                return Outcome.ANSWERED;
            }
            return ended ? Outcome.GIVEN_UP : Outcome.WAITING;
        }

        @Override
        public void cancelWait() {
            if (unanswered > 0 && !cancelled) {
                cancelled = true;
                send(LinkSession.cancel());
            }
        }

        /** The other process looks after time-outs. */
        @Override
        public long deadline() {
            return Session.NEVER;
        }

        /** A link that ends because its wait was cancelled is as it should be. */
        @Override
        public boolean killed() {
            return ended && !cancelled;
        }

        @Override
        public void ready() {
            if (key.isWritable()) {
                send(NOTHING);
            }
            if (key.isValid() && key.isReadable()) {
                readable = true;
                if (unanswered == 0 && assuranceBytes == 0) {
                    // Nothing was asked, so all that can have come is the end.
                    read();
                }
                interest();
                wake.run();
            }
        }

        @Override
        public void resume() {}

        @Override
        public void shutdown() {}

        @Override
        public void close() {
            Quietly.close(channel);
        }

        /** Sends what is unsent, then {@code more}, as far as the socket takes it. */
        private void send(ByteBuffer more) {
            if (more.hasRemaining()) {
                unsent = unsent.hasRemaining()
                        ? ByteBuffer.allocate(unsent.remaining() + more.remaining()).put(unsent).put(more).flip()
                        : more;
            }
            try {
                boolean room = true;
                while (room && unsent.hasRemaining()) {
                    room = write(unsent);
                }
            } catch (IOException gone) {
                ended = true;
            }
            if (!unsent.hasRemaining() || ended) {
                unsent = NOTHING;
            }
            interest();
        }

        /** Writes through a buffer of fixed size; false if the socket did not take all of it. */
        private boolean write(ByteBuffer owed) throws IOException {
            ByteBuffer chunk = loop.writeBuffer.clear();
            int length = Math.min(owed.remaining(), chunk.capacity());
            chunk.put(0, owed, owed.position(), length).limit(length);
            int count = channel.write(chunk);
            owed.position(owed.position() + count);
            return count == length;
        }

        /** What has come, possibly nothing. */
        private ByteBuffer read() {
            ByteBuffer input = loop.readBuffer.clear();
            try {
                ended |= channel.read(input) < 0;
            } catch (IOException gone) {
                ended = true;
            }
            readable = false;
            interest();
            return input.flip();
        }

        private void interest() {
            if (key.isValid()) {
                key.interestOps((readable || ended ? 0 : OP_READ) | (unsent.hasRemaining() ? OP_WRITE : 0));
            }
        }
    }
}
