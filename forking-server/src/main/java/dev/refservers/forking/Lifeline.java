package dev.refservers.forking;

import static java.nio.channels.SelectionKey.OP_READ;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A worker's end of its lifeline: it ends with the parent, whatever that died of, and brings one word from it, which is
 * to shut down. Used by the thread of its loop.
 *
 * <p>
 * Linux has a signal for the death of a parent, but it is sent when the thread that spawned the worker ends, which may
 * be long before its process does; and it is for Linux only. A socket is closed by every kernel.
 */
final class Lifeline implements Registered {

    private final EventLoop loop;
    private final SocketChannel channel;

    /**
     * Connects to the parent.
     *
     * @throws IOException when the parent is gone already
     */
    Lifeline(EventLoop loop, String path) throws IOException {
        this.loop = loop;
        channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        loop.register(channel, OP_READ, this);
    }

    @Override
    public void ready() {
        ByteBuffer word = loop.readBuffer.clear();
        int count;
        try {
            count = channel.read(word);
        } catch (IOException broken) {
            count = -1;
        }
        if (count > 0) {
            loop.shutdown();
        } else if (count < 0) {
            // A parent that is closing waits for its workers, so this one was killed.
            Runtime.getRuntime().halt(Worker.ORPHANED);
        }
    }

    @Override
    public void resume() {}

    @Override
    public void shutdown() {}

    @Override
    public void close() {}
}
