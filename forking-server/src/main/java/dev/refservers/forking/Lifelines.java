package dev.refservers.forking;

import static java.nio.channels.SelectionKey.OP_READ;

import dev.refservers.server.Quietly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The parent's ends of its workers' lifelines: while one is open its worker lives, and hears when to shut down. Used by
 * the thread of its loop, but for {@link #await} and {@link #shutDownWorkers}.
 *
 * <p>
 * SIGTERM would be the obvious way to tell it. But a signal to a JVM that is only starting kills it, and its client
 * with it; a word on the lifeline waits until the worker can hear it.
 */
final class Lifelines implements Acceptor.Arrivals {

    private static final byte SHUT_DOWN = 'S';

    private final EventLoop loop;
    private final Set<End> ends = ConcurrentHashMap.newKeySet();
    private final Semaphore arrivals = new Semaphore(0);
    private volatile boolean shuttingDown;

    Lifelines(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void arrived(SocketChannel channel) throws IOException {
        End end = new End(channel);
        ends.add(end);
        arrivals.release();
        if (shuttingDown) {
            end.resume();
        }
    }

    /** Waits for so many workers to connect, each of which does when it has started; false if the time is over. */
    boolean await(int workers, long nanos) throws InterruptedException {
        return arrivals.tryAcquire(workers, nanos, TimeUnit.NANOSECONDS);
    }

    /** Tells every worker, also those that are only starting, to shut down. Safe from any thread. */
    void shutDownWorkers() {
        shuttingDown = true;
        for (End end : ends) {
            loop.enqueue(end);
        }
    }

    private final class End implements Registered {
        private final SocketChannel channel;
        private boolean told;

        private End(SocketChannel channel) throws IOException {
            this.channel = channel;
            loop.register(channel, OP_READ, this);
        }

        /** A worker says nothing: what can be read is the end. */
        @Override
        public void ready() {
            close();
        }

        @Override
        public void resume() {
            if (told) {
                return;
            }
            told = true;
            try {
                // One byte always finds room: nothing else is ever written here.
                channel.write(ByteBuffer.wrap(new byte[]{SHUT_DOWN}));
            } catch (IOException gone) {
                close();
            }
        }

        @Override
        public void shutdown() {
            close();
        }

        @Override
        public void close() {
            ends.remove(this);
            Quietly.close(channel);
        }
    }
}
