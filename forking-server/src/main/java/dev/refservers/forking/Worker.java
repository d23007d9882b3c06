package dev.refservers.forking;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.queue.QueueProtocol;
import dev.refservers.server.ProtocolProvider;
import dev.refservers.server.Rehearsal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A worker process: its descriptor 0 is its client ({@code forking}), or a socket that listens for clients
 * ({@code prefork}). Used by the main thread.
 *
 * <p>
 * A client waits for every millisecond here. So there is no lambda, no stream, no logger and no text put together on
 * the way to the first reply: each of them costs a JVM that has only just started more than all that is written here.
 */
final class Worker {

    /** The exit status of a worker whose parent is gone. */
    static final int ORPHANED = 3;

    private final Assignment assignment;
    private final Scoreboard scoreboard;
    private final Statistics statistics = new Statistics();
    private final Scoreboard.Tally tally;
    private final EventLoop loop;
    private final Protocol protocol;

    private Worker(Assignment assignment) throws IOException, ReflectiveOperationException {
        this.assignment = assignment;
        scoreboard = Scoreboard.open(Path.of(assignment.files().scoreboard()));
        tally = scoreboard.tally(assignment.slot(), statistics);
        loop = new EventLoop(assignment.gracePeriod(), tally);
        protocol = protocol();
    }

    /** Called with {@link Assignment#arguments}. */
    public static void main(String[] args) {
        int status = 1;
        try {
            run(Assignment.parse(args));
            status = 0;
        } catch (NoSuchFileException noParent) {
            status = ORPHANED;
        } catch (IOException failure) {
            System.err.println("A worker cannot start: " + failure);
        } catch (Throwable fault) {
            // If it comes from the loop, standard error may be closed by now, and the loop has said it.
            Log.log(Level.ERROR, "A worker has died", fault);
        } finally {
            // To exit would run the shutdown hooks, one of which waits for this thread.
            Runtime.getRuntime().halt(status);
        }
    }

    private static void run(Assignment assignment) throws IOException, ReflectiveOperationException {
        Channel inherited = System.inheritedChannel();
        Worker worker = new Worker(assignment);
        worker.endWithSignals();
        if (inherited instanceof SocketChannel client) {
            worker.serve(client);
        } else if (inherited instanceof ServerSocketChannel listener && assignment.listens()) {
            worker.serve(listener);
        }
        // A client that has reset its connection by now also looks like a socket that listens; it needs no answer.
    }

    private void serve(SocketChannel client) throws IOException {
        loop.open(client, protocol, true);
        // Until it has heard of this, however long the client says nothing, the parent believes that the worker starts.
        tally.run();
        loop.endAfterLast();
        // What the client has sent by now is answered first: to load the classes of a local socket takes a while.
        loop.runOnce(0);
        if (!loop.ended()) {
            holdLifeline();
            loop.run();
        }
    }

    private void serve(ServerSocketChannel listener) throws IOException {
        Rehearsal.of(protocol, List.of(Worker.class));
        Admission admission = new Admission(assignment.limits().maxConnections(), scoreboard, tally);
        // One at a time: a worker that took all who wait would leave nothing to the others, however idle they are.
        new Acceptor(loop, listener, 1, client -> admission.admit(loop, client, protocol),
                client -> loop.open(client, protocol, false));
        // This also tells the parent that the worker is there.
        holdLifeline();
        loop.run();
    }

    private void holdLifeline() {
        try {
            new Lifeline(loop, assignment.files().lifeline());
        } catch (IOException noParent) {
            // It died while this worker was starting. Without its parent, a worker ends.
            Runtime.getRuntime().halt(ORPHANED);
        }
    }

    private Protocol protocol() throws ReflectiveOperationException {
        ProtocolProvider provider = Class.forName(assignment.provider()).asSubclass(ProtocolProvider.class)
                .getConstructor().newInstance();
        if (provider.name().equals("queue")) {
            return new QueueProtocol(assignment.limits(), statistics, new RemoteQueues(loop,
                    UnixDomainSocketAddress.of(assignment.files().queues())));
        }
        return provider.create(assignment.limits(), statistics,
                new WholeStatus(assignment.architecture(), scoreboard, tally));
    }

    /**
     * Lets SIGTERM and SIGINT, which a terminal sends to all processes of a server at once, end the loop gracefully. What
     * the parent says when it hears the same signal changes nothing then.
     */
    private void endWithSignals() {
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
