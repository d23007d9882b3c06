package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionsByKeyTest {

    private final ConnectionsByKey<Object> connections = new ConnectionsByKey<>();

    @Test
    void aKeyIsNeverUsedAgain() {
        Object one = new Object();
        long first = add(one);
        assertSame(one, connections.get(first));
        connections.remove(first);
        assertNull(connections.get(first));
        Object other = new Object();
        long second = add(other);
        assertNotEquals(first, second);
        assertNull(connections.get(first), "the slot is another's now");
        assertSame(other, connections.get(second));
    }

    @Test
    void thousandsAreFoundByTheirKeys() {
        Set<Long> keys = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            List<Long> open = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                Object connection = new Object();
                long key = add(connection);
                open.add(key);
                assertTrue(keys.add(key));
                assertSame(connection, connections.get(key));
            }
            assertEquals(5_000, connections.all().size());
            assertFalse(connections.isEmpty());
            open.forEach(connections::remove);
            assertTrue(connections.isEmpty());
        }
    }

    private long add(Object connection) {
        long key = connections.nextKey();
        connections.add(key, connection);
        return key;
    }
}
