package dev.refservers.server;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A server made of event loops, each on a platform thread of its own. Safe for use by many threads.
 *
 * <p>
 * Nobody watches over a loop: one that dies of an error has closed its connections, and the error goes to the handler of
 * uncaught exceptions, which in a process of its own ends the process.
 */
public final class LoopServer implements Server {

    /** What one of the threads runs. */
    public interface Loop {

        /** Serves until it is shut down and what it serves has ended. The loop's thread calls it, once. */
        void run();

        /** Has {@link #run} come to its end; returns at once. Any thread may call it, more than once. */
        void shutdown();
    }

    private final InetSocketAddress address;
    private final List<Loop> loops;
    private final boolean firstAccepts;
    private final Runnable ended;
    private final List<Thread> threads = new ArrayList<>();

    private LoopServer(InetSocketAddress address, List<Loop> loops, boolean firstAccepts, Runnable ended) {
        this.address = address;
        this.loops = loops;
        this.firstAccepts = firstAccepts;
        this.ended = ended;
    }

    /**
     * Serves by loops of which each accepts its own clients, so that all may end at the same time.
     *
     * @param name what the threads' names begin with
     * @param address where the loops listen
     */
    public static LoopServer start(String name, InetSocketAddress address, List<? extends Loop> loops) {
        return start(name, address, loops, () -> {});
    }

    /** The same for loops that share something: {@code ended} gives it back when they have ended, each time it is called. */
    public static LoopServer start(String name, InetSocketAddress address, List<? extends Loop> loops, Runnable ended) {
        return new LoopServer(address, List.copyOf(loops), false, ended).start(name);
    }

    /** Serves by loops of which the first accepts for all: it ends first, lest it give a client to one that has ended. */
    public static LoopServer startFirstAccepts(String name, InetSocketAddress address, List<? extends Loop> loops) {
        return new LoopServer(address, List.copyOf(loops), true, () -> {}).start(name);
    }

    private LoopServer start(String name) {
        for (Loop loop : loops) {
            threads.add(Thread.ofPlatform().name(name + "-" + threads.size()).start(loop::run));
        }
        return this;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        if (firstAccepts) {
            loops.getFirst().shutdown();
            Uninterrupted.await(threads.getFirst()::join);
        }
        loops.forEach(Loop::shutdown);
        for (Thread thread : threads) {
            Uninterrupted.await(thread::join);
        }
        ended.run();
    }
}
