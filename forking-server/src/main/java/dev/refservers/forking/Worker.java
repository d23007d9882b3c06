package dev.refservers.forking;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.QueueProtocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.server.ProtocolProvider;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;

/**
 * The main class of a worker process: descriptor 0 is its client, or a socket that listens for clients.
 *
 * <p>
 * A client waits for every millisecond here. So there is no lambda, no stream, no logger and no text put together on
 * the way to the first reply: each of them costs a JVM that has only just started more than all that is written here.
 */
final class Worker {

    /** The exit status of a worker whose parent is gone. */
    static final int ORPHANED = 3;

    private Worker() {}

    /** Called with {@link Assignment#arguments}. */
    public static void main(String[] args) throws Exception {
        Assignment assignment = Assignment.parse(args);
        Channel inherited = System.inheritedChannel();
        Statistics statistics = new Statistics();
        Scoreboard scoreboard = Scoreboard.open(assignment.scoreboard());
        Scoreboard.Tally tally = scoreboard.tally(assignment.slot(), statistics);
        EventLoop loop = new EventLoop(assignment.gracePeriod(), tally);
        endWith(loop);
        ProtocolProvider provider = Class.forName(assignment.provider()).asSubclass(ProtocolProvider.class)
                .getConstructor().newInstance();
        Protocol protocol = provider.name().equals("queue")
                ? new QueueProtocol(assignment.limits(), statistics, new RemoteQueues(loop, assignment.queues()))
                : provider.create(assignment.limits(), statistics,
                        new WholeStatus(assignment.architecture(), scoreboard, tally));
        // A client that has reset its connection by now looks like a socket that listens; it needs no answer.
        if (inherited instanceof SocketChannel client) {
            loop.open(client, protocol, true);
            loop.endAfterLast();
            // What the client has sent by now is answered first: to load the classes of a local socket takes a while.
            loop.runOnce(0);
            new Lifeline(loop, assignment.lifeline());
            loop.run();
        }
        // Without shutdown hooks: one of them waits for this thread.
        Runtime.getRuntime().halt(0);
    }

    /**
     * Lets SIGTERM and SIGINT, which a terminal sends to all processes of a server at once, end the loop gracefully. What
     * the parent says when it hears the same signal changes nothing then.
     */
    private static void endWith(EventLoop loop) {
        Thread serving = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread("shutdown") {
            @Override
            public void run() {
                loop.shutdown();
                try {
                    serving.join();
                } catch (InterruptedException impossible) {
                    throw new AssertionError("nobody interrupts a hook", impossible);
                }
            }
        });
    }
}
