package dev.refservers.forking;

import static dev.refservers.linux.Epoll.EPOLLIN;
import static dev.refservers.linux.Epoll.EPOLL_CTL_ADD;
import static dev.refservers.linux.Epoll.EPOLL_CTL_MOD;

import dev.refservers.linux.Descriptors;
import dev.refservers.linux.Epoll;
import dev.refservers.linux.EpollEvents;
import dev.refservers.linux.Errno;
import dev.refservers.linux.EventFd;
import dev.refservers.linux.Sockets;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Status;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Uninterrupted;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The parent: accepts clients, gives each a process of its own, and refuses those for whom there is none. */
final class ForkingServer implements Server {

    private static final long LISTENER = 0;
    private static final long WAKER = 1;
    private static final long FIRST_REFUSAL = 2;
    private static final int EVENTS_AT_ONCE = 64;

    /** How long nothing is accepted after a failure: most are a lack of something that only time can bring back. */
    private static final long BACK_OFF_NANOS = 100_000_000;

    /** JVMs that start at once: the processors are busy with these, and more would only make all of them late. */
    private static final int STARTING_AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

    /** When a worker that has got nowhere is no longer waited for, and how often is looked. */
    private static final long STUCK_NANOS = 5_000_000_000L;
    private static final long LOOK_NANOS = 2_000_000;

    /** How often is looked whether workers have come to their clients: such a one is served, and does not wait for it. */
    private static final long HAND_OVER_NANOS = 10_000_000;

    private final Protocol protocol;
    private final Settings settings;
    private final int maxConnections;
    private final Parent parent;
    private final Listener listener;
    private final int epoll = Epoll.create();
    private final int waker = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
    private final Thread thread;

    /** When to accept again after a failure. Used by the accepting thread, as is whether the last accept failed. */
    private long acceptAgainAt = Session.NEVER;
    private boolean failing;

    private volatile boolean closing;
    private boolean closed;

    private ForkingServer(Protocol protocol, Settings settings, int maxConnections, Parent parent, Listener listener)
            throws IOException {
        this.protocol = protocol;
        this.settings = settings;
        this.maxConnections = maxConnections;
        this.parent = parent;
        this.listener = listener;
        watch(EPOLL_CTL_ADD, listener.fd(), EPOLLIN, LISTENER);
        watch(EPOLL_CTL_ADD, waker, EPOLLIN, WAKER);
        thread = new Thread(this::run, "forking-accept");
    }

    /**
     * Listens and serves.
     *
     * @param architecture its name
     * @param atMost clients at once, whatever the limits say
     * @param java what runs the workers
     */
    static ForkingServer start(String architecture, Protocol protocol, Settings settings, int atMost, Path java)
            throws IOException {
        int maxConnections = Math.min(settings.limits().maxConnections(), atMost);
        Listener listener = Listener.open(settings);
        try {
            // Slots for as many again, which have served their client and only have to exit.
            Parent parent = Parent.open(architecture, protocol, settings, 2 * maxConnections, java);
            try {
                ForkingServer server = new ForkingServer(protocol, settings, maxConnections, parent, listener);
                server.thread.start();
                return server;
            } catch (IOException failure) {
                parent.close(0);
                throw failure;
            }
        } catch (IOException failure) {
            listener.close();
            throw failure;
        }
    }

    @Override
    public InetSocketAddress address() {
        return listener.address();
    }

    @Override
    public Status whole(Status own) {
        return parent.scoreboard().whole(own);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        closing = true;
        long end = System.nanoTime() + settings.gracePeriod().toNanos();
        EventFd.signal(waker);
        parent.shutDownWorkers();
        // The thread uses them to its end.
        Uninterrupted.await(thread::join);
        Descriptors.close(waker);
        Descriptors.close(epoll);
        parent.close(end - System.nanoTime());
    }

    /** Accepts until the server is closed; then lets those who are refused, or may have to be yet, read why. */
    private void run() {
        try (EpollEvents events = new EpollEvents(EVENTS_AT_ONCE);
                Refusals refusals = new Refusals(epoll, FIRST_REFUSAL)) {
            while (!closing) {
                runOnce(events, refusals, Session.NEVER);
            }
            listener.close();
            acceptAgainAt = Session.NEVER;
            long end = System.nanoTime() + settings.gracePeriod().toNanos();
            for (long left = end - System.nanoTime(); left > 0
                    && (parent.workers().lends() || !refusals.isEmpty()); left = end - System.nanoTime()) {
                runOnce(events, refusals, left);
            }
        }
    }

    /** Waits for something to do, for so long at most, and does it once. */
    private void runOnce(EpollEvents events, Refusals refusals, long timeoutNanos) {
        int count = Epoll.wait(epoll, events, millis(Math.min(timeoutNanos, nanosUntilNext(refusals))));
        for (int i = 0; i < count; i++) {
            long key = events.key(i);
            if (key == WAKER) {
                EventFd.clear(waker);
            } else if (key == LISTENER) {
                accept(refusals);
            } else {
                refusals.ready(key);
            }
        }
        parent.workers().abandoned().forEach(client -> refuse(client, refusals));
        long now = System.nanoTime();
        refusals.expire(now);
        if (acceptAgainAt != Session.NEVER && acceptAgainAt - now <= 0) {
            acceptAgainAt = Session.NEVER;
            watch(EPOLL_CTL_MOD, listener.fd(), EPOLLIN, LISTENER);
        }
    }

    /** Accepts one client: to start its process takes so long that the others have their turn in between. */
    private void accept(Refusals refusals) {
        if (parent.workers().starting(STUCK_NANOS) >= STARTING_AT_ONCE) {
            pause(LOOK_NANOS);
            return;
        }
        int fd = Sockets.accept4(listener.fd(), Sockets.SOCK_CLOEXEC);
        if (fd >= 0) {
            failing = false;
            serve(fd, refusals);
            return;
        }
        switch (-fd) {
            case Errno.EAGAIN, Errno.EINTR, Errno.ECONNABORTED, Errno.EPROTO -> {
                // The client has left again.
            }
            default -> backOff(Errno.failure("accept4", -fd));
        }
    }

    /** Starts the process of a client. A client for whom there is none is told so. */
    private void serve(int fd, Refusals refusals) {
        if (parent.workers().busy() < maxConnections) {
            try {
                parent.workers().serve(fd);
                return;
            } catch (IOException noProcess) {
                // The JDK adds ten lines of advice.
                String reason = String.valueOf(noProcess.getMessage()).lines().findFirst().orElse("");
                Log.log(Level.WARNING, "A client is refused, for want of a process: " + reason);
            }
        }
        refuse(fd, refusals);
    }

    private void refuse(int fd, Refusals refusals) {
        parent.scoreboard().countRefused();
        refusals.add(fd, protocol.refuse(System.nanoTime()));
    }

    private void backOff(IOException failure) {
        pause(BACK_OFF_NANOS);
        if (!failing) {
            Log.log(Level.WARNING, "No clients are accepted for now: " + failure.getMessage());
        }
        failing = true;
    }

    /** Accepts nothing for a while: the listener would be reported ready over and over. */
    private void pause(long nanos) {
        watch(EPOLL_CTL_MOD, listener.fd(), 0, LISTENER);
        acceptAgainAt = System.nanoTime() + nanos;
    }

    private long nanosUntilNext(Refusals refusals) {
        long now = System.nanoTime();
        long untilAccept = acceptAgainAt == Session.NEVER ? Session.NEVER : Math.max(0, acceptAgainAt - now);
        long untilLook = parent.workers().lends() ? HAND_OVER_NANOS : Session.NEVER;
        return Math.min(Math.min(untilAccept, untilLook), refusals.nanosUntilNext(now));
    }

    private void watch(int operation, int fd, int events, long key) {
        int result = Epoll.ctl(epoll, operation, fd, events, key);
        if (result < 0) {
            throw new IllegalStateException(Errno.failure("epoll_ctl", -result));
        }
    }

    /** As epoll_wait takes them, rounded up: nothing comes too early. */
    private static int millis(long nanos) {
        return nanos == Session.NEVER ? -1 : (int) Math.min(nanos / 1_000_000 + 1, Integer.MAX_VALUE);
    }
}
