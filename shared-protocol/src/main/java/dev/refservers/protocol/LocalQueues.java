package dev.refservers.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Queues in the memory of this process, under one lock.
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

    /** Queues without elements and waiters that are kept, since most come back. */
    private static final int SPARE_QUEUES = 64;

    /** What a key or an element costs beside its bytes, roughly. */
    private static final int OVERHEAD_BYTES = 32;

    private final ReentrantLock lock = new ReentrantLock();
    private final Limits limits;
    private final Supplier<Status> status;
    private final Map<Key, Queue> queues = new HashMap<>();
    private final Map<Long, LocalClient> clients = new LinkedHashMap<>();
    private final ArrayDeque<Queue> spares = new ArrayDeque<>();
    private final ArrayDeque<Queue> toServe = new ArrayDeque<>();
    private final Key probe = new Key();
    private long lastClientId;
    private long heldBytes;
    private int existing;
    private int waiters;

    /** No queues yet. INFO tells what {@code status} says. */
    public LocalQueues(Limits limits, Supplier<Status> status) {
        this.limits = limits;
        this.status = status;
    }

    @Override
    public Client connect(Runnable wake, long now) {
        lock.lock();
        try {
            LocalClient client = new LocalClient(this, ++lastClientId, wake, now);
            clients.put(client.id(), client);
            return client;
        } finally {
            lock.unlock();
        }
    }

    Limits limits() {
        return limits;
    }

    Status status() {
        return status.get();
    }

    /** Puts the request's arguments from {@code from} on into the queue; its new length, or {@link #FULL}. */
    long push(Request request, int keyIndex, int from, End at) {
        lock.lock();
        try {
            Queue queue = findOrAdd(request, keyIndex);
            long more = 0;
            for (int i = from; i < request.count(); i++) {
                more += request.length(i) + OVERHEAD_BYTES;
            }
            if (heldBytes + more > limits.maxQueuedBytes()) {
                spareIfVacant(queue);
                return FULL;
            }
            for (int i = from; i < request.count(); i++) {
                add(queue, request.bytes(i), at);
            }
            long length = queue.elements.size();
            serve(queue);
            return length;
        } finally {
            lock.unlock();
        }
    }

    /** Takes one element; null if there is no such queue. */
    byte @Nullable [] pop(Request request, int keyIndex, End from) {
        lock.lock();
        try {
            Queue queue = find(request, keyIndex);
            return queue == null || queue.isEmpty() ? null : take(queue, from);
        } finally {
            lock.unlock();
        }
    }

    /** Takes up to {@code count} elements; null if there is no such queue. */
    byte @Nullable [][] pop(Request request, int keyIndex, End from, long count) {
        lock.lock();
        try {
            Queue queue = find(request, keyIndex);
            return queue == null || queue.isEmpty() ? null : take(queue, from, count);
        } finally {
            lock.unlock();
        }
    }

    long length(Request request, int keyIndex) {
        lock.lock();
        try {
            Queue queue = find(request, keyIndex);
            return queue == null ? 0 : queue.elements.size();
        } finally {
            lock.unlock();
        }
    }

    /** The elements from index {@code from} to index {@code to}, both inclusive; negative ones count from the end. */
    byte[][] range(Request request, int keyIndex, long from, long to) {
        lock.lock();
        try {
            Queue queue = find(request, keyIndex);
            int size = queue == null ? 0 : queue.elements.size();
            long first = Math.max(0, from < 0 ? from + size : from);
            long last = Math.min(size - 1L, to < 0 ? to + size : to);
            return queue == null || first > last ? new byte[0][] : queue.elements.range((int) first, (int) last + 1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes elements from the first of the waiter's queues that has any, or, if none has, leaves the waiter with all of
     * them unless it may not wait.
     *
     * @return whether the waiter has been served
     */
    boolean takeOrWait(Waiter waiter, Request request, int firstKey, int keys, boolean mayWait) {
        lock.lock();
        try {
            for (int i = firstKey; i < firstKey + keys; i++) {
                Queue queue = find(request, i);
                if (queue != null && !queue.isEmpty()) {
                    give(queue, waiter);
                    waiter.state = Waiter.State.SERVED;
                    serveAll();
                    return true;
                }
            }
            if (mayWait) {
                waiter.state = Waiter.State.WAITING;
                waiters++;
                for (int i = firstKey; i < firstKey + keys; i++) {
                    Queue queue = findOrAdd(request, i);
                    queue.waiters.add(waiter);
                    waiter.queues.add(queue);
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait, unless it has ended already: {@code as} says how. Returns what it is now. */
    Waiter.State giveUp(Waiter waiter, Waiter.State as) {
        lock.lock();
        try {
            if (waiter.state == Waiter.State.WAITING) {
                settle(waiter, as);
            }
            return waiter.state;
        } finally {
            lock.unlock();
        }
    }

    /** How the wait stands. */
    Waiter.State stateOf(Waiter waiter) {
        lock.lock();
        try {
            return waiter.state;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the queues that arguments {@code first} and following name; how many there were. */
    long delete(Request request, int first) {
        lock.lock();
        try {
            long deleted = 0;
            for (int i = first; i < request.count(); i++) {
                Queue queue = find(request, i);
                if (queue != null && !queue.isEmpty()) {
                    clear(queue);
                    deleted++;
                }
            }
            return deleted;
        } finally {
            lock.unlock();
        }
    }

    /** How many of the arguments from {@code first} on name a queue; one that is named twice counts twice. */
    long count(Request request, int first) {
        lock.lock();
        try {
            long found = 0;
            for (int i = first; i < request.count(); i++) {
                Queue queue = find(request, i);
                found += queue == null || queue.isEmpty() ? 0 : 1;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Drops all queues; those who wait go on waiting. */
    void clear() {
        lock.lock();
        try {
            for (Queue queue : List.copyOf(queues.values())) {
                if (!queue.isEmpty()) {
                    clear(queue);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Queues, clients, waiting clients, and bytes held. */
    record Census(int queues, int clients, int waiters, long heldBytes) {}

    Census census() {
        lock.lock();
        try {
            return new Census(existing, clients.size(), waiters, heldBytes);
        } finally {
            lock.unlock();
        }
    }

    /** All clients, oldest first. */
    List<LocalClient> clients() {
        lock.lock();
        try {
            return new ArrayList<>(clients.values());
        } finally {
            lock.unlock();
        }
    }

    void remove(LocalClient client) {
        lock.lock();
        try {
            clients.remove(client.id());
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait of another client; whether it was waiting. */
    boolean unblock(long clientId, Waiter.State as) {
        lock.lock();
        try {
            LocalClient client = clients.get(clientId);
            Waiter waiter = client == null ? null : client.waiter();
            if (client == null || waiter == null || waiter.state != Waiter.State.WAITING) {
                return false;
            }
            settle(waiter, as);
            client.wake();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Queue find(Request request, int i) {
        return queues.get(probe.probe(request, i));
    }

    private Queue findOrAdd(Request request, int i) {
        Queue queue = find(request, i);
        if (queue == null) {
            queue = new Queue(probe.copy());
            queues.put(queue.key, queue);
        }
        return queue;
    }

    private void add(Queue queue, byte[] element, End at) {
        if (queue.isEmpty()) {
            existing++;
            heldBytes += queue.key.length() + OVERHEAD_BYTES;
        }
        queue.elements.add(element, at);
        heldBytes += element.length + OVERHEAD_BYTES;
    }

    private byte[] take(Queue queue, End from) {
        byte[] element = queue.elements.remove(from);
        heldBytes -= element.length + OVERHEAD_BYTES;
        if (queue.isEmpty()) {
            existing--;
            heldBytes -= queue.key.length() + OVERHEAD_BYTES;
            spareIfVacant(queue);
        }
        return element;
    }

    private byte[][] take(Queue queue, End from, long count) {
        byte[][] taken = new byte[(int) Math.min(count, queue.elements.size())][];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = take(queue, from);
        }
        return taken;
    }

    private void clear(Queue queue) {
        while (!queue.isEmpty()) {
            take(queue, End.RIGHT);
        }
    }

    /** Keeps a queue that nobody has any interest in for a while, then forgets it. */
    private void spareIfVacant(Queue queue) {
        if (queue.isVacant() && !queue.spare) {
            queue.spare = true;
            spares.add(queue);
            if (spares.size() > SPARE_QUEUES) {
                Queue oldest = spares.remove();
                oldest.spare = false;
                if (oldest.isVacant()) {
                    queues.remove(oldest.key);
                }
            }
        }
    }

    private void serve(Queue queue) {
        toServe.add(queue);
        serveAll();
    }

    /** Serves waiters for as long as there are elements; moving one to another queue may serve others in turn. */
    private void serveAll() {
        for (Queue queue = toServe.poll(); queue != null; queue = toServe.poll()) {
            while (!queue.isEmpty() && !queue.waiters.isEmpty()) {
                Waiter oldest = queue.waiters.getFirst();
                give(queue, oldest);
                settle(oldest, Waiter.State.SERVED);
                oldest.client.wake();
            }
        }
    }

    private void give(Queue queue, Waiter waiter) {
        byte[][] taken = take(queue, waiter.from, waiter.count);
        waiter.servedBy = queue.key;
        waiter.elements = taken;
        Key target = waiter.target;
        if (target != null) {
            Queue to = queues.computeIfAbsent(target, Queue::new);
            add(to, taken[0], waiter.to);
            toServe.add(to);
        }
    }

    private void settle(Waiter waiter, Waiter.State as) {
        waiter.state = as;
        waiters--;
        for (Queue queue : waiter.queues) {
            queue.waiters.remove(waiter);
            spareIfVacant(queue);
        }
        waiter.queues.clear();
    }

    /** A queue, or the place where one is waited for. */
    static final class Queue {
        private final Key key;
        private final Elements elements = new Elements();

        /** Oldest first. A client that waits for the same queue twice is in it once. */
        private final java.util.LinkedHashSet<Waiter> waiters = new java.util.LinkedHashSet<>(0);
        private boolean spare;

        Queue(Key key) {
            this.key = key;
        }

        boolean isEmpty() {
            return elements.size() == 0;
        }

        boolean isVacant() {
            return isEmpty() && waiters.isEmpty();
        }
    }
}
