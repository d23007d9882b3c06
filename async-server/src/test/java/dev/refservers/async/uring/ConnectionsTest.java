package dev.refservers.async.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.echo.EchoProtocol;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsIoUring.class)
class ConnectionsTest {

    private final Connections connections = new Connections();
    private final EchoProtocol echo = new EchoProtocol(Limits.DEFAULT, new Statistics());

    @Test
    void aKeyIsNeverUsedAgain() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, Limits.DEFAULT, Memory.Sizes.DEFAULT)) {
            Connection first = add(stepper.loop);
            connections.remove(first);
            assertNull(connections.get(first.key()));
            Connection second = add(stepper.loop);
            assertNotEquals(first.key(), second.key());
            assertNull(connections.get(first.key()), "the slot is another's now");
            assertSame(second, connections.get(second.key()));
        }
    }

    @Test
    void thousandsAreFoundByTheirKeys() throws Exception {
        try (LoopStepper stepper = new LoopStepper(echo, Limits.DEFAULT, Memory.Sizes.DEFAULT)) {
            Set<Long> keys = new HashSet<>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 5_000; i++) {
                    Connection connection = add(stepper.loop);
                    assertTrue(keys.add(connection.key()));
                    assertSame(connection, connections.get(connection.key()));
                }
                assertEquals(5_000, connections.all().size());
                assertFalse(connections.isEmpty());
                connections.all().forEach(connections::remove);
                assertTrue(connections.isEmpty());
            }
        }
    }

    private Connection add(EventLoop loop) {
        Session session = echo.refuse(0);
        Connection connection = new Connection(loop, -1, connections.nextKey(), session);
        connections.add(connection);
        return connection;
    }
}
