package dev.refservers.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class LoopServerTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(0);

    private final List<String> events = new CopyOnWriteArrayList<>();

    /** Tells what becomes of it, and ends when it was shut down and may. */
    private class Loop implements LoopServer.Loop {
        final CountDownLatch stopping = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);

        @Override
        public void run() {
            Uninterrupted.await(stopping::await);
            Uninterrupted.await(mayEnd::await);
            events.add("ended " + Thread.currentThread().getName());
        }

        @Override
        public void shutdown() {
            stopping.countDown();
        }

        boolean isStopping() {
            return stopping.getCount() == 0;
        }
    }

    @Test
    void eachLoopHasAThreadThatIsNamedAfterTheServer() {
        Loop first = new Loop();
        Loop second = new Loop();
        first.mayEnd.countDown();
        second.mayEnd.countDown();
        LoopServer.start("test", ADDRESS, List.of(first, second), () -> events.add("all ended")).close();
        assertEquals("all ended", events.getLast());
        assertEquals(List.of("all ended", "ended test-0", "ended test-1"), events.stream().sorted().toList());
    }

    @Test
    void loopsThatAcceptEachTheirOwnEndTogether() throws InterruptedException {
        Loop first = new Loop();
        Loop second = new Loop();
        Thread closing = Thread.ofPlatform().start(LoopServer.start("test", ADDRESS, List.of(first, second))::close);
        await().until(() -> first.isStopping() && second.isStopping());
        first.mayEnd.countDown();
        second.mayEnd.countDown();
        closing.join();
        assertEquals(2, events.size());
    }

    @Test
    void theLoopThatAcceptsForAllEndsBeforeTheOthersAreAskedTo() throws InterruptedException {
        Loop accepting = new Loop();
        Loop serving = new Loop();
        Thread closing = Thread.ofPlatform()
                .start(LoopServer.startFirstAccepts("test", ADDRESS, List.of(accepting, serving))::close);
        await().until(() -> accepting.isStopping() && closing.getState() == Thread.State.WAITING);
        assertFalse(serving.isStopping());
        accepting.mayEnd.countDown();
        await().until(serving::isStopping);
        assertEquals(List.of("ended test-0"), events);
        serving.mayEnd.countDown();
        closing.join();
        assertEquals(List.of("ended test-0", "ended test-1"), events);
    }

    @Test
    void whoClosesWaitsToTheEndThoughInterruptedAndIsStillInterruptedThen() throws InterruptedException {
        Loop loop = new Loop();
        LoopServer server = LoopServer.start("test", ADDRESS, List.of(loop));
        Thread closing = Thread.ofPlatform().start(() -> {
            server.close();
            events.add(Thread.currentThread().isInterrupted() ? "still interrupted" : "not interrupted");
        });
        await().until(loop::isStopping);
        closing.interrupt();
        await().until(() -> closing.getState() == Thread.State.WAITING && !closing.isInterrupted());
        loop.mayEnd.countDown();
        closing.join();
        assertEquals(List.of("ended test-0", "still interrupted"), events);
    }

    @Test
    void anErrorOfALoopGoesToTheHandlerOfUncaughtExceptions() {
        Error error = new AssertionError("a bug");
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        LoopServer.start("test", ADDRESS, List.of(new Loop() {
            @Override
            public void run() {
                Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
                throw error;
            }
        })).close();
        assertEquals(List.of(error), uncaught);
        assertTrue(events.isEmpty());
    }
}
