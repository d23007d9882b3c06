package dev.refservers.protocol.queue;

import dev.refservers.protocol.BufferedBytes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queues themselves, and those who wait at them. Guarded by the lock of {@link LocalQueues}, whose theory this
 * carries out.
 */
final class QueueStore {

    /** Queues without elements and waiters that are kept, since most come back. */
    private static final int SPARE_QUEUES = 64;

    private static final SequencedSet<Waiter> NOBODY = Collections.unmodifiableSequencedSet(new LinkedHashSet<>());

    /** A longer key is not worth keeping for a queue that may never come back. */
    private static final int SPARE_KEY_BYTES = 256;

    /** What a watched key costs beside its bytes, roughly: it has a queue, if only an empty one. */
    private static final int WATCH_BYTES = 448;

    private final Map<Key, Queue> queues = new HashMap<>();
    private final ArrayDeque<Queue> spares = new ArrayDeque<>();
    private final ArrayDeque<Queue> toServe = new ArrayDeque<>();
    private final Key probe = new Key();
    private final BufferedBytes buffered;
    private long heldBytes;
    private int existing;
    private int waiters;
    private boolean leftWaiting;

    /** A store that counts what it holds for waiting clients among {@code buffered}. */
    QueueStore(BufferedBytes buffered) {
        this.buffered = buffered;
    }

    /** Queues that have elements. */
    int existing() {
        return existing;
    }

    /** Clients that wait. */
    int waiters() {
        return waiters;
    }

    /** What all keys and elements take, and what transactions hold. */
    long heldBytes() {
        return heldBytes;
    }

    /** The same once this queue exists, which may not have been counted yet. */
    long heldBytesWithKeyOf(Queue queue) {
        return queue.isEmpty() ? heldBytes + Footprint.queue(queue.key.length()) : heldBytes;
    }

    /** How much more is held after the waiter has moved an element out of this queue: the key of its target may be new. */
    long growthByMove(Queue queue, Key target) {
        Queue to = queues.get(target);
        if (to == queue) {
            return 0;
        }
        long more = to == null || to.isEmpty() ? Footprint.queue(target.length()) : 0;
        return queue.size() == 1 ? more - Footprint.queue(queue.key.length()) : more;
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
        if (queue.isEmpty()) {
            existing++;
            heldBytes += Footprint.queue(queue.key.length());
            queue.forgetWaitersIfNone();
        }
        queue.elements.add(element, at);
        heldBytes += Footprint.element(element.length);
        // Only now: whoever watches nothing any more may leave queues that are vacant to be forgotten.
        tellWatchers(queue);
    }

    byte[] take(Queue queue, End from) {
        tellWatchers(queue);
        byte[] element = queue.elements.remove(from);
        heldBytes -= Footprint.element(element.length);
        if (queue.isEmpty()) {
            existing--;
            heldBytes -= Footprint.queue(queue.key.length());
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
            if (queue.key.length() > SPARE_KEY_BYTES) {
                queues.remove(queue.key);
                return;
            }
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
            heldBytes -= (long) watches.size() * (WATCH_BYTES + queue.key.length());
            queue.watches = null;
            for (Watch watch : watches) {
                // It need not be told of anything else, so that it holds no queues any more.
                unwatch(watch);
                watch.changed = true;
            }
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
                holdTaken(oldest);
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

    /** Counts what the waiter has been given until its client, who may be slow, has taken it over. */
    private void holdTaken(Waiter waiter) {
        long taken = Footprint.taken(waiter.elements);
        if (taken > BufferedBytes.UNCOUNTED) {
            buffered.add(taken);
            waiter.heldBytes = taken;
        }
    }

    /** Whether there is memory for the waiter to wait for these keys; it is counted then. */
    boolean reserveWait(Waiter waiter, Request request, int firstKey, int keys) {
        Key target = waiter.target;
        long bytes = target == null ? 0 : Footprint.bytes(target.length());
        for (int i = firstKey; i < firstKey + keys; i++) {
            bytes += Footprint.wait(request.length(i));
        }
        if (bytes > BufferedBytes.UNCOUNTED) {
            if (!buffered.reserve(bytes)) {
                return false;
            }
            waiter.heldBytes = bytes;
        }
        return true;
    }

    /** Counts nothing for the waiter any more. */
    void release(Waiter waiter) {
        if (waiter.heldBytes > 0) {
            buffered.add(-waiter.heldBytes);
            waiter.heldBytes = 0;
        }
    }

    /** Leaves the waiter with the queues that {@code keys} arguments name, from {@code firstKey} on. */
    void await(Waiter waiter, Request request, int firstKey, int keys) {
        waiter.state = Waiter.State.WAITING;
        waiters++;
        for (int i = firstKey; i < firstKey + keys; i++) {
            Queue queue = findOrAdd(request, i);
            queue.waitersToAddTo().add(waiter);
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
        release(waiter);
    }

    /** A queue, or the place where one is waited for. */
    static final class Queue {
        private final Key key;
        private final Elements elements = new Elements();

        /** Oldest first. A client that waits for the same queue twice is in it once. */
        private SequencedSet<Waiter> waiters = NOBODY;
        private boolean spare;

        /** Who is told of the next change; null if nobody is. */
        private @Nullable Set<Watch> watches;

        Queue(Key key) {
            this.key = key;
        }

        private SequencedSet<Waiter> waitersToAddTo() {
            if (!(waiters instanceof LinkedHashSet)) {
                waiters = new LinkedHashSet<>(0);
            }
            return waiters;
        }

        /** The place for waiters is more than all else of a queue; one where elements are put does not need it. */
        private void forgetWaitersIfNone() {
            if (waiters.isEmpty()) {
                waiters = NOBODY;
            }
        }

        /** Elements in it. */
        int size() {
            return elements.size();
        }

        /** What the elements from index {@code from} up to {@code to}, exclusive, and an array of them take. */
        long bytes(int from, int to) {
            return elements.bytes(from, to);
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
