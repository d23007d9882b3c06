package dev.refservers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Session;
import dev.refservers.server.Deadlines.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {

    private final Deadlines<String> deadlines = new Deadlines<>();
    private final Slot<String> a = new Slot<>("a");
    private final Slot<String> b = new Slot<>("b");

    @Test
    void withoutDeadlinesNothingIsDueEver() {
        assertEquals(Session.NEVER, deadlines.nanosUntilNext(0));
        deadlines.watch(a, Session.NEVER);
        assertEquals(Session.NEVER, deadlines.nanosUntilNext(0));
        assertNull(deadlines.poll(Long.MAX_VALUE - 1));
    }

    @Test
    void theSoonestComesFirstAndOnlyOnce() {
        deadlines.watch(a, 20);
        deadlines.watch(b, 10);
        assertEquals(10, deadlines.nanosUntilNext(0));
        assertNull(deadlines.poll(9));
        assertEquals("b", deadlines.poll(20));
        assertEquals("a", deadlines.poll(20));
        assertNull(deadlines.poll(20));
    }

    @Test
    void ofTwoAtTheSameTimeTheOneWatchedFirstComesFirst() {
        deadlines.watch(b, 10);
        deadlines.watch(a, 10);
        assertEquals("b", deadlines.poll(10));
        assertEquals("a", deadlines.poll(10));
    }

    @Test
    void aMoveToEarlierIsFollowedAtOnce() {
        deadlines.watch(a, 20);
        deadlines.watch(a, 10);
        assertEquals("a", deadlines.poll(10));
        assertNull(deadlines.poll(20), "it moved, it was not added");
    }

    @Test
    void aMoveToLaterIsNoticedWhenTheEarlierTimeComes() {
        deadlines.watch(a, 10);
        deadlines.watch(a, 20);
        assertEquals("a", deadlines.poll(10));
        deadlines.watch(a, 20);
        assertNull(deadlines.poll(19));
        assertEquals("a", deadlines.poll(20));
    }

    @Test
    void whatIsForgottenNeverComes() {
        deadlines.watch(a, 10);
        deadlines.forget(a);
        deadlines.forget(a);
        assertNull(deadlines.poll(10));
        assertEquals(Session.NEVER, deadlines.nanosUntilNext(0));
    }

    @Test
    void aDeadlineInThePastIsDueNow() {
        deadlines.watch(a, -5);
        assertEquals(0, deadlines.nanosUntilNext(0));
        assertEquals("a", deadlines.poll(0));
    }

    @Test
    void theScaleMayOverflowBetweenTwoDeadlines() {
        long now = Long.MAX_VALUE - 5;
        deadlines.watch(a, now + 10);
        deadlines.watch(b, now + 2);
        assertEquals(2, deadlines.nanosUntilNext(now));
        assertNull(deadlines.poll(now));
        assertEquals("b", deadlines.poll(now + 2));
        assertEquals(8, deadlines.nanosUntilNext(now + 2));
        assertEquals("a", deadlines.poll(now + 10));
    }

    /** The model is a map of true deadlines; a driver polls, asks for the true deadline, and watches it again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void eachConnectionComesUpByItsTrueDeadlineAndSeldomBefore(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Deadlines<Integer> watched = new Deadlines<>();
        List<Slot<Integer>> slots = new ArrayList<>();
        Map<Integer, Long> model = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            slots.add(new Slot<>(i));
        }
        long now = -5_000;
        int early = 0;
        int due = 0;
        for (int step = 0; step < 20_000; step++) {
            int connection = random.nextInt(slots.size());
            if (random.nextInt(10) == 0) {
                watched.forget(slots.get(connection));
                model.remove(connection);
            } else {
                long deadline = random.nextInt(5) == 0 ? Session.NEVER : now + random.nextInt(100) - 5;
                watched.watch(slots.get(connection), deadline);
                model.put(connection, deadline);
            }
            now += random.nextInt(5);
            Set<Integer> expected = new HashSet<>();
            for (Map.Entry<Integer, Long> entry : model.entrySet()) {
                if (entry.getValue() <= now) {
                    expected.add(entry.getKey());
                }
            }
            due += expected.size();
            for (Integer polled = watched.poll(now); polled != null; polled = watched.poll(now)) {
                assertTrue(model.containsKey(polled), "a forgotten connection came up");
                if (expected.remove(polled)) {
                    model.remove(polled);
                } else {
                    early++;
                    watched.watch(slots.get(polled), model.get(polled));
                }
            }
            assertEquals(Set.of(), expected, "these were due");
            long soonest = model.values().stream().mapToLong(deadline -> deadline).min().orElse(Session.NEVER);
            long wait = watched.nanosUntilNext(now);
            assertTrue(wait > 0 && (soonest == Session.NEVER || wait <= soonest - now),
                    "wakes in time, and not at once");
        }
        assertTrue(due > 1_000, "the test is about something");
        assertTrue(early < 20_000, "at most one needless wake-up for each change");
    }
}
