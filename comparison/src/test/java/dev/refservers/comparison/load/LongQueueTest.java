package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongQueueTest {

    @Test
    void givesTheOldestFirstHoweverItHasGrown() {
        Random random = new Random(42);
        LongQueue queue = new LongQueue();
        ArrayDeque<Long> model = new ArrayDeque<>();
        for (long i = 0; i < 100_000; i++) {
            if (!model.isEmpty() && random.nextInt(10) < (i < 50_000 ? 4 : 6)) {
                assertEquals(model.remove(), queue.remove());
            } else {
                queue.add(i);
                model.add(i);
            }
        }
        while (!model.isEmpty()) {
            assertEquals(model.remove(), queue.remove());
        }
        assertTrue(queue.isEmpty());
    }
}
