package dev.refservers.forking;

import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

final class EventLoopTest {

    /** In a worker, the log ends with the channel that the worker has inherited. */
    @Test
    void aLoopThatDiesSaysWhyBeforeItClosesItsChannels() throws IOException {
        List<String> happened = new ArrayList<>();
        Logger logger = Logger.getLogger("dev.refservers.forking");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                happened.add(record.getMessage() + ": " + record.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            EventLoop loop = new EventLoop(Duration.ofSeconds(1), () -> {});
            Pipe pipe = Pipe.open();
            loop.register(pipe.sink(), OP_WRITE, new Registered() {
                @Override
                public void ready() {
                    throw new OutOfMemoryError("no more of it");
                }

                @Override
                public void resume() {}

                @Override
                public void shutdown() {}

                @Override
                public void close() {
                    happened.add("closed");
                }
            });
            assertThrows(OutOfMemoryError.class, loop::run);
            pipe.sink().close();
            pipe.source().close();
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(
                List.of("The loop failed; all its connections are closed: java.lang.OutOfMemoryError: no more of it",
                        "closed"),
                happened);
    }
}
