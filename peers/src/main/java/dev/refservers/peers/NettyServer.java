package dev.refservers.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.RedisEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server on Netty with one event loop, on the loopback interface. May be used by any thread. */
public final class NettyServer implements AutoCloseable {

    private static final String USAGE = "Usage: NettyServer nio|epoll|uring echo|queue [PORT]";
    /** As many as our own servers ask for. */
    private static final int BACKLOG = 1024;
    /** A request is an array of bulk strings, and none is longer than this in any load. */
    private static final int MAX_WORDS = 1 << 16;
    private static final int MAX_DEPTH = 1;

    private final EventLoopGroup loop;
    private final Channel listener;

    private NettyServer(EventLoopGroup loop, Channel listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /**
     * Starts a server; returns when it listens.
     *
     * @param protocol {@code echo} or {@code queue}
     * @param port 0 for any that is free
     * @throws IllegalArgumentException when there is no such protocol
     */
    static NettyServer start(Transport transport, String protocol, int port) throws InterruptedException {
        Consumer<ChannelPipeline> pipeline = pipeline(protocol);
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
        try {
            Channel listener = new ServerBootstrap().group(loop)
                    .channel(transport.channelType())
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            pipeline.accept(channel.pipeline());
                        }
                    })
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .sync()
                    .channel();
            return new NettyServer(loop, listener);
        } catch (Throwable failure) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            throw failure;
        }
    }

    /** {@code TRANSPORT PROTOCOL [PORT]}: serves until SIGTERM. Exit codes: 0 good, 1 not available, 2 wrong usage. */
    public static void main(String[] args) throws InterruptedException {
        int exit = run(args);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /** Starts a server and returns 0 while it serves, or returns why it does not. */
    static int run(String... args) throws InterruptedException {
        if (args.length < 2 || args.length > 3) {
            System.err.println(USAGE);
            return 2;
        }
        try {
            Transport transport = Transport.of(args[0]);
            Optional<String> unavailable = transport.unavailable();
            if (unavailable.isPresent()) {
                System.err.println(unavailable.get());
                return 1;
            }
            NettyServer server = start(transport, args[1], args.length == 3 ? Integer.parseInt(args[2]) : 0);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                // A JVM that a signal ends exits with 143, but to be asked to end is no failure.
                Runtime.getRuntime().halt(0);
            }, "shutdown"));
            System.out.println("netty-" + transport.word() + " listens on 127.0.0.1:" + server.port() + " (protocol "
                    + args[1] + ", process " + ProcessHandle.current().pid() + ")");
            System.out.flush();
            return 0;
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n" + USAGE);
            return 2;
        }
    }

    /** The port that it listens on. */
    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static Consumer<ChannelPipeline> pipeline(String protocol) {
        Map<String, Deque<byte[]>> lists = new HashMap<>();
        return switch (protocol) {
            case "echo" -> pipeline -> pipeline.addLast(new Echo(), new Backpressure());
            case "queue" -> pipeline -> pipeline.addLast(new RedisDecoder(true), new RedisBulkStringAggregator(),
                    new RedisArrayAggregator(MAX_WORDS, MAX_DEPTH), new RedisEncoder(), new Queue(lists),
                    new Backpressure());
            default -> throw new IllegalArgumentException(
                    "There is no protocol '" + protocol + "'; there is echo, queue.");
        };
    }
}
