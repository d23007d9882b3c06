package dev.refservers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.protocol.echo.EchoProtocol;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ServerStatusTest {

    @Test
    void itTellsAboutThisProcessAndItsStatistics() {
        Statistics statistics = new Statistics();
        ServerStatus serverStatus = new ServerStatus("epoll", statistics);
        EchoProtocol echo = new EchoProtocol(Limits.DEFAULT, statistics);
        echo.open(() -> {}, 0).close();
        Session open = echo.open(() -> {}, 0);
        open.receive(ByteBuffer.wrap(new byte[1]), 0);
        echo.refuse(0);

        Status status = serverStatus.get();

        assertEquals("epoll", status.architecture());
        assertEquals(ProcessHandle.current().pid(), status.processId());
        assertTrue(status.uptimeMillis() >= 0 && status.uptimeMillis() < 60_000, status::toString);
        assertEquals(1, status.connectionsOpen());
        assertEquals(2, status.connectionsAccepted());
        assertEquals(1, status.connectionsRefused());
        assertEquals(1, status.requestsServed());
        assertTrue(status.threads() >= 1, status::toString);
        assertTrue(status.heapBytes() > 0, status::toString);
    }

    @Test
    void itTellsHowManyConnectionsWaitOnceTheServerIsThere() {
        ServerStatus status = new ServerStatus("pooled", new Statistics());
        assertEquals(0, status.get().connectionsWaiting());
        status.tellOf(new Server() {
            @Override
            public InetSocketAddress address() {
                return new InetSocketAddress(0);
            }

            @Override
            public int connectionsWaiting() {
                return 7;
            }

            @Override
            public void close() {}
        });
        assertEquals(7, status.get().connectionsWaiting());
    }
}
