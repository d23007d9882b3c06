package dev.refservers.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queues themselves, and those who wait at them. Guarded by the lock of {@link LocalQueues}, whose theory this
 * carries out.
 */
final class QueueStore {

    /** Queues without elements and waiters that are kept, since most come back. */
    private static final int SPARE_QUEUES = 64;

    /** What a key or an element costs beside its bytes, roughly. */
    static final int OVERHEAD_BYTES = 32;

    /** What a watched key costs beside its bytes, roughly: it has a queue, if only an empty one. */
    private static final int WATCH_BYTES = 448;

    private final Map<Key, Queue> queues = new HashMap<>();
    private final ArrayDeque<Queue> spares = new ArrayDeque<>();
    private final ArrayDeque<Queue> toServe = new ArrayDeque<>();
    private final Key probe = new Key();
    private long heldBytes;
    private int existing;
    private int waiters;
    private boolean leftWaiting;

    /** Queues that have elements. */
    int existing() {
        return existing;
    }

    /** Clients that wait. */
    int waiters() {
        return waiters;
    }

    /** Bytes of all keys and elements, with {@link #OVERHEAD_BYTES} for each, and of what transactions hold. */
    long heldBytes() {
        return heldBytes;
    }

    /** The same once this queue exists, which may not have been counted yet. */
    long heldBytesWithKeyOf(Queue queue) {
        return queue.isEmpty() ? heldBytes + queue.key.length() + OVERHEAD_BYTES : heldBytes;
    }

    /** The queue that argument {@code i} names, if it has elements. */
    @Nullable
    Queue existing(Request request, int i) {
        Queue queue = find(request, i);
        return queue == null || queue.isEmpty() ? null : queue;
    }

    private @Nullable Queue find(Request request, int i) {
        return queues.get(probe.probe(request, i));
    }

    /** The queue that argument {@code i} names, new if need be: add to it, or say that it is vacant. */
    Queue findOrAdd(Request request, int i) {
        Queue queue = find(request, i);
        if (queue == null) {
            queue = new Queue(probe.copy());
            queues.put(queue.key, queue);
        }
        return queue;
    }

    /** Counts bytes that are held for the queues elsewhere; negative ones are held no more. */
    void hold(long bytes) {
        heldBytes += bytes;
    }

    void add(Queue queue, byte[] element, End at) {
        tellWatchers(queue);
        if (queue.isEmpty()) {
            existing++;
            heldBytes += queue.key.length() + OVERHEAD_BYTES;
        }
        queue.elements.add(element, at);
        heldBytes += element.length + OVERHEAD_BYTES;
    }

    byte[] take(Queue queue, End from) {
        tellWatchers(queue);
        byte[] element = queue.elements.remove(from);
        heldBytes -= element.length + OVERHEAD_BYTES;
        if (queue.isEmpty()) {
            existing--;
            heldBytes -= queue.key.length() + OVERHEAD_BYTES;
            spareIfVacant(queue);
        }
        return element;
    }

    /** Takes up to {@code count} elements. */
    byte[][] take(Queue queue, End from, long count) {
        byte[][] taken = new byte[(int) Math.min(count, queue.elements.size())][];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = take(queue, from);
        }
        return taken;
    }

    void clear(Queue queue) {
        while (!queue.isEmpty()) {
            take(queue, End.RIGHT);
        }
    }

    /** Keeps a queue that nobody has any interest in for a while, then forgets it. */
    void spareIfVacant(Queue queue) {
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

    /** What watching argument {@code i} costs. */
    static long costOfWatching(Request request, int i) {
        return (long) WATCH_BYTES + request.length(i);
    }

    /** Tells the watch when the queue that argument {@code i} names changes next, whether it exists or not. */
    void watch(Watch watch, Request request, int i) {
        Queue queue = findOrAdd(request, i);
        if (queue.watches == null) {
            queue.watches = new HashSet<>(2);
        }
        if (queue.watches.add(watch)) {
            watch.queues.add(queue);
            heldBytes += WATCH_BYTES + queue.key.length();
        }
    }

    void unwatch(Watch watch) {
        for (Queue queue : watch.queues) {
            // Where there are none, the queue has told them, and may be another one by now.
            if (queue.watches != null && queue.watches.remove(watch)) {
                heldBytes -= WATCH_BYTES + queue.key.length();
                if (queue.watches.isEmpty()) {
                    queue.watches = null;
                    spareIfVacant(queue);
                }
            }
        }
        watch.queues.clear();
        watch.changed = false;
    }

    private void tellWatchers(Queue queue) {
        Set<Watch> watches = queue.watches;
        if (watches != null) {
            watches.forEach(watch -> watch.changed = true);
            heldBytes -= (long) watches.size() * (WATCH_BYTES + queue.key.length());
            queue.watches = null;
        }
    }

    /** Whether those who wait are left waiting until they are asked for by {@link #serveAll}. */
    void leaveWaiting(boolean yes) {
        leftWaiting = yes;
    }

    /** Serves those who wait at this queue, oldest first, after elements were put into it. */
    void serve(Queue queue) {
        toServe.add(queue);
        serveAll();
    }

    /** Serves waiters for as long as there are elements; moving one to another queue may serve others in turn. */
    void serveAll() {
        if (leftWaiting) {
            return;
        }
        for (Queue queue = toServe.poll(); queue != null; queue = toServe.poll()) {
            while (!queue.isEmpty() && !queue.waiters.isEmpty()) {
                Waiter oldest = queue.waiters.getFirst();
                give(queue, oldest);
                settle(oldest, Waiter.State.SERVED);
                oldest.client.wake();
            }
        }
    }

    /** Takes what the waiter asked for, which is there; what is moved elsewhere must be followed by {@link #serveAll}. */
    void give(Queue queue, Waiter waiter) {
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

    /** Leaves the waiter with the queues that {@code keys} arguments name, from {@code firstKey} on. */
    void await(Waiter waiter, Request request, int firstKey, int keys) {
        waiter.state = Waiter.State.WAITING;
        waiters++;
        for (int i = firstKey; i < firstKey + keys; i++) {
            Queue queue = findOrAdd(request, i);
            queue.waiters.add(waiter);
            waiter.queues.add(queue);
        }
    }

    /** Drops all elements; those who wait go on waiting. */
    void clearAll() {
        for (Queue queue : new ArrayList<>(queues.values())) {
            clear(queue);
        }
    }

    /** Ends the wait. */
    void settle(Waiter waiter, Waiter.State as) {
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
        private final LinkedHashSet<Waiter> waiters = new LinkedHashSet<>(0);
        private boolean spare;

        /** Who is told of the next change; null if nobody is. */
        private @Nullable Set<Watch> watches;

        Queue(Key key) {
            this.key = key;
        }

        /** Elements in it. */
        int size() {
            return elements.size();
        }

        /** The elements from index {@code from} up to {@code to}, exclusive. */
        byte[][] range(int from, int to) {
            return elements.range(from, to);
        }

        boolean isEmpty() {
            return elements.size() == 0;
        }

        boolean isVacant() {
            return isEmpty() && waiters.isEmpty() && watches == null;
        }
    }
}
