package dev.refservers.protocol.queue;

import dev.refservers.protocol.BufferedBytes;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Queues in the memory of this process, under one lock: that of this object.
 *
 * <p>
 * A blocking pop that finds nothing leaves a {@link Waiter} with each of its queues. Whoever puts elements into a queue
 * then serves its waiters, oldest first, before letting go of the lock: the element moves from the queue into the
 * waiter in one step, and a waiter that is given up (time-out, disconnect, CLIENT UNBLOCK) is taken out under the same
 * lock. So a wait has exactly one outcome: never both an element and a time-out, never neither.
 *
 * <pre>
 *   push ──▶ elements ──▶ oldest waiter ──▶ its session is woken, and writes the reply
 *                              │ BLMOVE
 *                              ▼
 *                        elements of the other queue ──▶ its oldest waiter …
 * </pre>
 */
public final class LocalQueues implements Queues {

    /** What a push answers when the queues hold as much as they may. */
    static final long FULL = -1;

    /** What anybody is told who would make the server hold more than it may. */
    static final String OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'.";

    /** The list of some clients, or all that there is to say about commands: for such nobody is refused. */
    private static final int TOLD_AT_ANY_TIME_BYTES = 16 << 10;

    private final Limits limits;
    private final Supplier<Status> status;
    private final BufferedBytes buffered;
    private final QueueStore store;
    private final Map<Long, LocalClient> clients = new LinkedHashMap<>();
    private long lastClientId;

    /** No queues yet. INFO tells what {@code status} says. */
    public LocalQueues(Limits limits, Supplier<Status> status) {
        this.limits = limits;
        this.status = status;
        this.buffered = new BufferedBytes(limits.maxBufferedBytes(), this::room);
        this.store = new QueueStore(buffered);
    }

    /** What may still be put into queues, as it was a moment ago: nobody waits for the lock only to know that. */
    private long room() {
        return limits.maxQueuedBytes() - store.heldBytes();
    }

    /** What clients hold besides queues: what their waits and names are is counted here, the rest by their sessions. */
    BufferedBytes buffered() {
        return buffered;
    }

    @Override
    public synchronized Client connect(Runnable wake, long now) {
        LocalClient client = new LocalClient(this, ++lastClientId, wake, now);
        clients.put(client.id(), client);
        return client;
    }

    Limits limits() {
        return limits;
    }

    Status status() {
        return status.get();
    }

    /** Puts the request's arguments from {@code from} on into the queue; its new length, or {@link #FULL}. */
    synchronized long push(Request request, int keyIndex, int from, End at) {
        QueueStore.Queue queue = store.findOrAdd(request, keyIndex);
        if (isTooMuch(store.heldBytesWithKeyOf(queue) + costOf(request, from))) {
            store.spareIfVacant(queue);
            return FULL;
        }
        for (int i = from; i < request.count(); i++) {
            store.add(queue, request.bytes(i), at);
        }
        long length = queue.size();
        store.serve(queue);
        return length;
    }

    /** Takes one element; null if there is no such queue. */
    synchronized byte @Nullable [] pop(Request request, int keyIndex, End from) {
        QueueStore.Queue queue = store.existing(request, keyIndex);
        return queue == null ? null : store.take(queue, from);
    }

    /** Takes up to {@code count} elements; null if there is no such queue. */
    synchronized byte @Nullable [][] pop(Request request, int keyIndex, End from, long count) {
        QueueStore.Queue queue = store.existing(request, keyIndex);
        return queue == null ? null : store.take(queue, from, count);
    }

    synchronized long length(Request request, int keyIndex) {
        QueueStore.Queue queue = store.existing(request, keyIndex);
        return queue == null ? 0 : queue.size();
    }

    /** Elements that were not taken, and what of {@link BufferedBytes} they are. */
    static final class Range {
        final byte[][] elements;
        final long countedBytes;

        private Range(byte[][] elements, long countedBytes) {
            this.elements = elements;
            this.countedBytes = countedBytes;
        }
    }

    /**
     * The elements from index {@code from} to index {@code to}, both inclusive; negative ones count from the end. Null if
     * there is no memory for so many, which stay for as long as the client does not read them, whoever takes them.
     */
    synchronized @Nullable Range range(Request request, int keyIndex, long from, long to) {
        QueueStore.Queue queue = store.existing(request, keyIndex);
        int size = queue == null ? 0 : queue.size();
        long first = Math.max(0, from < 0 ? from + size : from);
        long last = Math.min(size - 1L, to < 0 ? to + size : to);
        if (queue == null || first > last) {
            return new Range(new byte[0][], 0);
        }
        long counted = BufferedBytes.counted(queue.bytes((int) first, (int) last + 1));
        return counted == 0 || buffered.reserve(counted)
                ? new Range(queue.range((int) first, (int) last + 1), counted)
                : null;
    }

    /** What leaves for clients who do not read it takes room from what can be pushed. */
    private boolean isTooMuch(long queuedBytes) {
        return queuedBytes + buffered.excess() > limits.maxQueuedBytes();
    }

    /**
     * Takes elements from the first of the waiter's queues that has any, or, if none has, leaves the waiter with all of
     * them unless it may not wait. If there is no memory for either, the waiter is refused.
     *
     * @return whether the waiter has been served
     */
    synchronized boolean takeOrWait(Waiter waiter, Request request, int firstKey, int keys, boolean mayWait) {
        for (int i = firstKey; i < firstKey + keys; i++) {
            QueueStore.Queue queue = store.existing(request, i);
            if (queue != null) {
                Key target = waiter.target;
                long more = target == null ? 0 : store.growthByMove(queue, target);
                if (more > 0 && isTooMuch(store.heldBytes() + more)) {
                    waiter.state = Waiter.State.REFUSED;
                    return false;
                }
                store.give(queue, waiter);
                waiter.state = Waiter.State.SERVED;
                store.serveAll();
                return true;
            }
        }
        if (mayWait && store.reserveWait(waiter, request, firstKey, keys)) {
            store.await(waiter, request, firstKey, keys);
        } else if (mayWait) {
            waiter.state = Waiter.State.REFUSED;
        }
        return false;
    }

    /** Ends the wait, unless it has ended already: {@code as} says how. Returns what it is now. */
    synchronized Waiter.State giveUp(Waiter waiter, Waiter.State as) {
        if (waiter.state == Waiter.State.WAITING) {
            store.settle(waiter, as);
        }
        return waiter.state;
    }

    /** What the waiter was given is somebody else's now, or nobody's. */
    synchronized void release(Waiter waiter) {
        store.release(waiter);
    }

    /** How the wait stands. */
    synchronized Waiter.State stateOf(Waiter waiter) {
        return waiter.state;
    }

    /** Drops the queues that arguments {@code first} and following name; how many there were. */
    synchronized long delete(Request request, int first) {
        long deleted = 0;
        for (int i = first; i < request.count(); i++) {
            QueueStore.Queue queue = store.existing(request, i);
            if (queue != null) {
                store.clear(queue);
                deleted++;
            }
        }
        return deleted;
    }

    /** How many of the arguments from {@code first} on name a queue; one that is named twice counts twice. */
    synchronized long count(Request request, int first) {
        long found = 0;
        for (int i = first; i < request.count(); i++) {
            found += store.existing(request, i) == null ? 0 : 1;
        }
        return found;
    }

    /** Lets the watch know when one of the queues changes that the request names; whether there was room to note it. */
    synchronized boolean watch(Watch watch, Request request) {
        if (watch.changed) {
            return true;
        }
        long cost = 0;
        for (int i = 1; i < request.count(); i++) {
            cost += QueueStore.costOfWatching(request, i);
        }
        if (!hasRoomFor(cost)) {
            return false;
        }
        for (int i = 1; i < request.count(); i++) {
            store.watch(watch, request, i);
        }
        return true;
    }

    synchronized void unwatch(Watch watch) {
        store.unwatch(watch);
    }

    /** Whether something has changed that the watch was to be told of. */
    synchronized boolean changed(Watch watch) {
        return watch.changed;
    }

    /** Carries out what is nobody else's business in between; those who wait are served when all of it is done. */
    synchronized void atOnce(Runnable commands) {
        store.leaveWaiting(true);
        try {
            commands.run();
        } finally {
            store.leaveWaiting(false);
            store.serveAll();
        }
    }

    /** Counts bytes that are kept for the queues, to be released; false, and nothing, if there is no room for them. */
    synchronized boolean reserve(long bytes) {
        boolean room = hasRoomFor(bytes);
        store.hold(room ? bytes : 0);
        return room;
    }

    synchronized void release(long bytes) {
        store.hold(-bytes);
    }

    synchronized boolean hasRoomFor(long bytes) {
        return bytes + store.heldBytes() + buffered.excess() <= limits.maxQueuedBytes();
    }

    /**
     * Whether there is room for a reply of so many bytes, which are counted as the client's then. It is asked before
     * the reply is made, or many clients would have made theirs before the first is counted. One, or those of one
     * transaction, may take half of all room; what any client may ask for at any time is not refused.
     */
    boolean hasRoomToTell(long bytes, LocalClient client, Reply reply) {
        Transaction open = client.transaction();
        Transaction executing = open != null && open.executing() ? open : null;
        long all = executing == null ? bytes : bytes + executing.toldBytes();
        if (bytes > 0 && all > TOLD_AT_ANY_TIME_BYTES) {
            if (all > limits.maxBufferedBytes() / 2 || !buffered.reserve(bytes)) {
                return false;
            }
            reply.counted(bytes);
        }
        if (executing != null) {
            executing.told(bytes);
        }
        return true;
    }

    /** Drops all queues; those who wait go on waiting. */
    synchronized void clear() {
        store.clearAll();
    }

    /** Queues, clients, waiting clients, and bytes held. */
    record Census(int queues, int clients, int waiters, long heldBytes) {}

    synchronized Census census() {
        return new Census(store.existing(), clients.size(), store.waiters(), store.heldBytes());
    }

    /** All clients, oldest first. */
    synchronized List<LocalClient> clients() {
        return new ArrayList<>(clients.values());
    }

    synchronized void remove(LocalClient client) {
        clients.remove(client.id());
    }

    /**
     * Tells a client to go; returns whether it had not been told before. It waits no more from now on, so that what is
     * pushed next is not lost with it.
     */
    synchronized boolean kill(LocalClient client) {
        if (client.killed()) {
            return false;
        }
        Waiter waiter = client.waiter();
        if (waiter != null) {
            giveUp(waiter, Waiter.State.GIVEN_UP);
        }
        client.kill();
        return true;
    }

    /** Ends the wait of another client; whether it was waiting. */
    synchronized boolean unblock(long clientId, Waiter.State as) {
        LocalClient client = clients.get(clientId);
        Waiter waiter = client == null ? null : client.waiter();
        if (client == null || waiter == null || waiter.state != Waiter.State.WAITING) {
            return false;
        }
        store.settle(waiter, as);
        client.wake();
        return true;
    }

    private static long costOf(Request request, int from) {
        long cost = 0;
        for (int i = from; i < request.count(); i++) {
            cost += Footprint.element(request.length(i));
        }
        return cost;
    }
}
