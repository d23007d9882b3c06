package dev.refservers.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.support.ConnectionPoolSupport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/** Lettuce, as its users use it. */
final class LettuceUse {

    private static final int POOL = 4;
    private static final int ELEMENTS = 50;
    private static final int PIPELINED = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IMPATIENCE = Duration.ofMillis(100);

    private final ClientResources resources;

    /** Its clients share these. */
    LettuceUse(ClientResources resources) {
        this.resources = resources;
    }

    /** What clients share; it connects again without long pauses. */
    static ClientResources resources() {
        return DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2)
                .reconnectDelay(Delay.constant(Duration.ofMillis(20))).build();
    }

    /** In this version of the protocol; and lives through a restart of the server, if that is wanted. */
    void of(Target target, RunningServer server, ProtocolVersion protocol, boolean restart) throws Exception {
        RedisClient lettuce = client(server, protocol, PATIENCE);
        try (StatefulRedisConnection<String, String> connection = lettuce.connect()) {
            answersCommands(connection.sync());
            surfacesErrors(connection.sync());
            pipelines(connection);
            transacts(connection.sync());
            if (Servers.connections(target) > 1) {
                servesAPool(lettuce, connection.sync());
                watches(lettuce, connection.sync());
                waitsInBlockingPops(lettuce, connection.sync());
                givesUpWaiting(server, protocol, connection.sync());
                refusesStrangers(lettuce, server);
            }
            if (restart) {
                Restarts.restart(server);
                comesBack(connection.sync());
            }
        } finally {
            lettuce.shutdown(Duration.ZERO, PATIENCE);
        }
    }

    private static void answersCommands(RedisCommands<String, String> redis) {
        assertEquals("PONG", redis.ping());
        assertEquals(3, redis.rpush("jobs", "one", "two", "three"));
        assertEquals(List.of("one", "two", "three"), redis.lrange("jobs", 0, -1));
        assertEquals("one", redis.lpop("jobs"));
        assertEquals(List.of("three", "two"), redis.rpop("jobs", 5));
        assertNull(redis.lpop("jobs"), "there is no queue");
        assertEquals(0, redis.llen("jobs"));
        assertTrue(redis.info("clients").contains("connected_clients:"), "a text");
        assertEquals(Map.of("appendonly", "no"), redis.configGet("appendonly"));
        assertEquals("OK", redis.clientSetname("lettuce"));
        assertEquals("lettuce", redis.clientGetname());
    }

    private static void surfacesErrors(RedisCommands<String, String> redis) {
        RedisCommandExecutionException unknown = assertThrows(RedisCommandExecutionException.class,
                () -> redis.get("a string"));
        assertTrue(String.valueOf(unknown.getMessage()).startsWith("ERR unknown command 'GET'"), unknown::toString);
        assertThrows(RedisCommandExecutionException.class, () -> redis.lpop("jobs", -1));
        assertEquals("PONG", redis.ping(), "and the connection goes on");
    }

    private static void transacts(RedisCommands<String, String> redis) {
        assertEquals("OK", redis.multi());
        redis.rpush("jobs", "a", "b");
        redis.lrange("jobs", 0, -1);
        redis.lpop("jobs");
        TransactionResult result = redis.exec();
        assertEquals(List.of(2L, List.of("a", "b"), "a"), result.stream().toList());
        redis.multi();
        redis.del("jobs");
        assertEquals("OK", redis.discard());
        assertEquals("b", redis.lpop("jobs"));
    }

    private static void watches(RedisClient lettuce, RedisCommands<String, String> redis) {
        try (StatefulRedisConnection<String, String> another = lettuce.connect()) {
            assertEquals("OK", redis.watch("watched"));
            assertEquals(1, another.sync().rpush("watched", "by another"));
            redis.multi();
            redis.del("watched");
            assertTrue(redis.exec().wasDiscarded(), "what was watched has changed");
            assertEquals("by another", redis.lpop("watched"));
        }
    }

    private static void pipelines(StatefulRedisConnection<String, String> connection) throws Exception {
        String large = "x".repeat(100);
        connection.setAutoFlushCommands(false);
        List<RedisFuture<Long>> pushes = new ArrayList<>();
        for (int i = 0; i < PIPELINED; i++) {
            pushes.add(connection.async().rpush("pipelined", i + large));
        }
        RedisFuture<List<String>> all = connection.async().lrange("pipelined", 0, -1);
        RedisFuture<String> first = connection.async().lpop("pipelined");
        connection.flushCommands();
        connection.setAutoFlushCommands(true);
        assertEquals(PIPELINED, pushes.getLast().get());
        assertEquals(IntStream.range(0, PIPELINED).mapToObj(i -> i + large).toList(), all.get());
        assertEquals("0" + large, first.get());
        assertEquals(1, connection.sync().del("pipelined"));
    }

    private static void servesAPool(RedisClient lettuce, RedisCommands<String, String> redis) throws Exception {
        GenericObjectPoolConfig<StatefulRedisConnection<String, String>> config = new GenericObjectPoolConfig<>();
        config.setMaxTotal(POOL);
        try (GenericObjectPool<StatefulRedisConnection<String, String>> pool = ConnectionPoolSupport
                .createGenericObjectPool(lettuce::connect, config);
                ExecutorService producers = Executors.newFixedThreadPool(POOL)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < POOL; i++) {
                done.add(producers.submit(() -> {
                    try (StatefulRedisConnection<String, String> borrowed = pool.borrowObject()) {
                        for (int e = 0; e < ELEMENTS; e++) {
                            borrowed.sync().lpush("all", "e");
                        }
                    }
                    return true;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertEquals(POOL * ELEMENTS, redis.llen("all"));
        assertEquals("OK", redis.flushall());
    }

    private static void waitsInBlockingPops(RedisClient lettuce, RedisCommands<String, String> redis)
            throws Exception {
        assertNull(redis.blpop(0.02, "later"), "its time is over");
        try (StatefulRedisConnection<String, String> one = lettuce.connect();
                StatefulRedisConnection<String, String> two = lettuce.connect()) {
            RedisFuture<KeyValue<String, String>> first = one.async().blpop(0, "other", "later");
            RedisFuture<String> behind = one.async().echo("behind");
            Restarts.until("one waits", () -> waiting(redis) == 1);
            RedisFuture<KeyValue<String, String>> second = two.async().brpop(0, "later");
            Restarts.until("two wait", () -> waiting(redis) == 2);
            assertEquals(2, redis.rpush("later", "a", "b"));
            assertEquals(KeyValue.just("later", "a"), first.get());
            assertEquals(KeyValue.just("later", "b"), second.get());
            assertEquals("behind", behind.get());
        }
    }

    /** A client that is gone is given nothing. */
    private void givesUpWaiting(RunningServer server, ProtocolVersion protocol,
            RedisCommands<String, String> redis) {
        RedisClient impatient = client(server, protocol, IMPATIENCE);
        try (StatefulRedisConnection<String, String> leaving = impatient.connect(uri(server, PATIENCE))) {
            leaving.setTimeout(IMPATIENCE);
            assertThrows(RedisCommandTimeoutException.class, () -> leaving.sync().blpop(0, "never"));
        } finally {
            impatient.shutdown(Duration.ZERO, PATIENCE);
        }
        Restarts.until("nobody waits", () -> waiting(redis) == 0);
        assertEquals(1, redis.rpush("never", "kept"));
        assertEquals("kept", redis.lpop("never"));
    }

    private static void refusesStrangers(RedisClient lettuce, RunningServer server) {
        RedisURI stranger = uri(server, PATIENCE);
        stranger.setCredentialsProvider(new StaticCredentialsProvider("nobody", "secret".toCharArray()));
        // Its cause is the server's error, unless the connection is closed before Lettuce has set it up.
        assertThrows(RedisConnectionException.class, () -> lettuce.connect(stranger));
        RedisURI known = uri(server, PATIENCE);
        known.setCredentialsProvider(new StaticCredentialsProvider("default", "any".toCharArray()));
        known.setClientName("known");
        try (StatefulRedisConnection<String, String> welcome = lettuce.connect(known)) {
            assertEquals("known", welcome.sync().clientGetname());
        }
    }

    /** Lettuce connects again by itself; what was sent in between may have failed. */
    private static void comesBack(RedisCommands<String, String> redis) {
        Restarts.until("Lettuce connects again", RedisException.class, () -> redis.ping().equals("PONG"));
        assertEquals(0, redis.dbsize(), "queues are not kept");
        assertEquals(1, redis.rpush("jobs", "after"));
        assertEquals("after", redis.lpop("jobs"));
    }

    private static long waiting(RedisCommands<String, String> redis) {
        String waiting = "blocked_clients:";
        return redis.info("clients").lines().filter(line -> line.startsWith(waiting))
                .mapToLong(line -> Long.parseLong(line.substring(waiting.length()))).findFirst().orElseThrow();
    }

    private static RedisURI uri(RunningServer server, Duration timeout) {
        return RedisURI.builder().withHost("127.0.0.1").withPort(server.address().getPort()).withTimeout(timeout)
                .build();
    }

    private RedisClient client(RunningServer server, ProtocolVersion protocol, Duration timeout) {
        RedisClient client = RedisClient.create(resources, uri(server, timeout));
        client.setOptions(ClientOptions.builder().protocolVersion(protocol).timeoutOptions(TimeoutOptions.enabled())
                .build());
        return client;
    }
}
