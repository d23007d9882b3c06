package dev.refservers.protocol.queue;

import java.util.ArrayList;
import java.util.List;

/** The queues that one client watches, and whether one of them has changed. Guarded by the lock of its queues. */
final class Watch {

    /** What it watches, unless the queue has changed: then nobody is left to tell. */
    final List<QueueStore.Queue> queues = new ArrayList<>(1);

    boolean changed;
}
