package dev.refservers.epoll.edge;

import dev.refservers.epoll.EventLoopContract;

/** Edge-triggered: all that holds for the other, and see {@link EdgesTest}. */
class EventLoopTest extends EventLoopContract {

    EventLoopTest() {
        super(EventLoop::new);
    }
}
