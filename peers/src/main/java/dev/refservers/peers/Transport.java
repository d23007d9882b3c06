package dev.refservers.peers;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How Netty waits and reads. */
enum Transport {

    /** A {@code Selector} of the JDK. */
    NIO {
        @Override
        IoHandlerFactory ioHandlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerSocketChannel> channelType() {
            return NioServerSocketChannel.class;
        }

        @Override
        @Nullable
        Throwable obstacle() {
            return null;
        }
    },

    /** Netty's own epoll, by JNI; level-triggered, with several reads a turn at the most. */
    EPOLL {
        @Override
        IoHandlerFactory ioHandlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerSocketChannel> channelType() {
            return EpollServerSocketChannel.class;
        }

        @Override
        @Nullable
        Throwable obstacle() {
            return Epoll.unavailabilityCause();
        }
    },

    /** Netty's own io_uring, by JNI. */
    URING {
        @Override
        IoHandlerFactory ioHandlers() {
            return IoUringIoHandler.newFactory();
        }

        @Override
        Class<? extends ServerSocketChannel> channelType() {
            return IoUringServerSocketChannel.class;
        }

        @Override
        @Nullable
        Throwable obstacle() {
            return IoUring.unavailabilityCause();
        }
    };

    abstract IoHandlerFactory ioHandlers();

    abstract Class<? extends ServerSocketChannel> channelType();

    /** What Netty found in its way, or null. */
    abstract @Nullable Throwable obstacle();

    /** Why it cannot be used here, as a sentence; empty where it can. Loads Netty's native library. */
    Optional<String> unavailable() {
        return Optional.ofNullable(obstacle())
                .map(cause -> "Netty's transport " + word() + " cannot be used here: " + root(cause) + ".");
    }

    /** What it is asked for by. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The transport that is asked for by this word.
     *
     * @throws IllegalArgumentException when there is none, with a message that names those that exist
     */
    static Transport of(String word) {
        return Arrays.stream(values())
                .filter(transport -> transport.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no transport '" + word + "'; there is "
                        + Arrays.stream(values()).map(Transport::word).collect(Collectors.joining(", ")) + "."));
    }

    private static String root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
