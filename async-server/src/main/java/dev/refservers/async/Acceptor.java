package dev.refservers.async;

import dev.refservers.protocol.Session;
import dev.refservers.server.Listening;
import dev.refservers.server.Quietly;
import dev.refservers.server.Settings;
import dev.refservers.server.SpareDescriptors;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket, with one accept under way. Used by the loop's thread.
 *
 * <p>
 * When accept fails, the next one uses {@link SpareDescriptors}, and its client is refused; then there is none for a while.
 */
final class Acceptor implements CompletionHandler<AsynchronousSocketChannel, Void> {

    private final EventLoop loop;
    private final AsynchronousServerSocketChannel listener;
    private final SpareDescriptors spare;

    /** Whether the accept under way uses the reserve, so that its client is refused. */
    private boolean refusing;
    private long retryAt = Session.NEVER;

    /** Listens where the settings say. */
    Acceptor(EventLoop loop, AsynchronousChannelGroup group, Settings settings) throws IOException {
        this.loop = loop;
        this.listener = Listening.bind(AsynchronousServerSocketChannel.open(group), settings);
        this.spare = new SpareDescriptors();
    }

    /** Where it listens. */
    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    /** Asks for the next client. */
    void accept() {
        if (listener.isOpen()) {
            listener.accept(null, this);
        }
    }

    @Override
    public void completed(AsynchronousSocketChannel client, @Nullable Void nothing) {
        loop.turn(() -> {
            if (!listener.isOpen()) {
                Quietly.close(client);
            } else if (refusing) {
                loop.open(client, false);
                pause();
            } else {
                spare.accepted();
                loop.open(client, loop.admit());
                accept();
            }
        });
    }

    @Override
    public void failed(Throwable failure, @Nullable Void nothing) {
        if (listener.isOpen()) {
            loop.turn(() -> runShort(failure));
        }
    }

    private void runShort(Throwable failure) {
        if (spare.giveUp(failure)) {
            refusing = true;
            accept();
        } else {
            pause();
        }
    }

    private void pause() {
        refusing = false;
        retryAt = loop.tick() + SpareDescriptors.BACK_OFF_NANOS;
    }

    /** Nanoseconds until {@link #retryIfDue} has something to do, or {@link Session#NEVER}. */
    long nanosUntilRetry(long now) {
        return retryAt == Session.NEVER ? Session.NEVER : Math.max(0, retryAt - now);
    }

    /** Accepts again, but only with descriptors in reserve: without, the next client could not even be refused. */
    void retryIfDue(long now) {
        if (retryAt == Session.NEVER || retryAt - now > 0) {
            return;
        }
        if (spare.take()) {
            retryAt = Session.NEVER;
            accept();
        } else {
            pause();
        }
    }

    /** Stops listening. A second call does nothing. */
    void close() {
        retryAt = Session.NEVER;
        Quietly.close(listener);
        spare.close();
    }
}
