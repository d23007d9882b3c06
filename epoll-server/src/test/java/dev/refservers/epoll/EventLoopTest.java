package dev.refservers.epoll;

/** Level-triggered. */
class EventLoopTest extends EventLoopContract {

    EventLoopTest() {
        super(EventLoop::new);
    }
}
