package dev.refservers.protocol.queue;

import org.jspecify.annotations.Nullable;

/** One end of a queue: LEFT is before the first element, RIGHT is behind the last. */
enum End {
    LEFT, RIGHT;

    /** The end that argument {@code i} names; null if it names none. */
    static @Nullable End parse(Request request, int i) {
        return request.is(i, "LEFT") ? LEFT : request.is(i, "RIGHT") ? RIGHT : null;
    }
}
