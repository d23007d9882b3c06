package dev.refservers.conformance.clients;

import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import redis.clients.jedis.RedisProtocol;

/** Jedis and Lettuce are clients of every architecture, in RESP2 and in RESP3. */
final class LibrariesTest {

    /** That it connects again is what is tested, and not worth two lines each time. */
    private static final Logger RECONNECTS = Logger.getLogger("io.lettuce.core.protocol");

    private static final ClientResources LETTUCE = LettuceUse.resources();

    /** Clients are shut down in a hurry: who was to hear of it finds the threads gone. */
    private static final Logger SHUTDOWNS = Logger.getLogger(
            "io.netty.util.concurrent.DefaultPromise.rejectedExecution");

    @BeforeAll
    static void quiet() {
        SHUTDOWNS.setLevel(Level.OFF);
        RECONNECTS.setLevel(Level.OFF);
    }

    @AfterAll
    static void shutDown() throws InterruptedException {
        LETTUCE.shutdown(100, 5_000, TimeUnit.MILLISECONDS).await();
    }

    @TestFactory
    Stream<DynamicContainer> ofQueues() {
        LettuceUse lettuce = new LettuceUse(LETTUCE);
        Map<String, Servers.Use> clients = new LinkedHashMap<>();
        clients.put("Jedis, RESP2", (target, server) -> JedisUse.of(target, server, RedisProtocol.RESP2, false));
        clients.put("Jedis, RESP3", (target, server) -> JedisUse.of(target, server, RedisProtocol.RESP3, true));
        clients.put("Lettuce, RESP2", (target, server) -> lettuce.of(target, server, ProtocolVersion.RESP2, false));
        clients.put("Lettuce, RESP3", (target, server) -> lettuce.of(target, server, ProtocolVersion.RESP3, true));
        return Servers.each("queue", clients);
    }
}
