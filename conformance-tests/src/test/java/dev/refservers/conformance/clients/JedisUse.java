package dev.refservers.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.args.ListDirection;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.KeyValue;

/** Jedis, as its users use it. */
final class JedisUse {

    private static final int POOL = 4;
    private static final int ELEMENTS = 50;
    private static final int PIPELINED = 2_000;

    /** Longer than anything takes that the server does not mean to wait for. */
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int IMPATIENCE_MILLIS = 100;

    private JedisUse() {}

    /** In this version of the protocol; and lives through a restart of the server, if that is wanted. */
    static void of(Target target, RunningServer server, RedisProtocol protocol, boolean restart) throws Exception {
        boolean alone = Servers.connections(target) == 1;
        JedisClientConfig patient = config(protocol).build();
        try (RedisClient jedis = client(server, patient, alone ? 1 : POOL)) {
            answersCommands(jedis);
            surfacesErrors(jedis);
            pipelines(jedis);
            transacts(jedis);
            if (!alone) {
                servesAPool(jedis);
                watches(jedis);
                waitsInBlockingPops(jedis);
                givesUpWaiting(server, protocol, jedis);
                refusesStrangers(server, protocol);
            }
            if (restart) {
                Restarts.restart(server);
                comesBack(jedis);
            }
        }
    }

    private static void answersCommands(RedisClient jedis) {
        assertEquals("PONG", jedis.ping());
        assertEquals(3, jedis.rpush("jobs", "one", "two", "three"));
        assertEquals(List.of("one", "two", "three"), jedis.lrange("jobs", 0, -1));
        assertEquals("one", jedis.lpop("jobs"));
        assertEquals(List.of("three", "two"), jedis.rpop("jobs", 5));
        assertNull(jedis.lpop("jobs"), "there is no queue");
        assertEquals(0, jedis.llen("jobs"));
        assertTrue(jedis.info("clients").contains("connected_clients:"), "a text");
        assertEquals("no", jedis.configGet("appendonly").get("appendonly"), "a map");
    }

    private static void surfacesErrors(RedisClient jedis) {
        JedisDataException unknown = assertThrows(JedisDataException.class, () -> jedis.get("a string"));
        assertTrue(String.valueOf(unknown.getMessage()).startsWith("ERR unknown command 'GET'"), unknown::toString);
        assertThrows(JedisDataException.class, () -> jedis.lpop("jobs", -1));
        assertEquals("PONG", jedis.ping(), "and the connection goes on");
    }

    private static void pipelines(RedisClient jedis) {
        String large = "x".repeat(100);
        try (AbstractPipeline pipeline = jedis.pipelined()) {
            List<Response<Long>> pushes = new ArrayList<>();
            for (int i = 0; i < PIPELINED; i++) {
                pushes.add(pipeline.rpush("pipelined", i + large));
            }
            Response<List<String>> all = pipeline.lrange("pipelined", 0, -1);
            Response<String> first = pipeline.lpop("pipelined");
            pipeline.sync();
            assertEquals(PIPELINED, pushes.getLast().get());
            assertEquals(IntStream.range(0, PIPELINED).mapToObj(i -> i + large).toList(), all.get());
            assertEquals("0" + large, first.get());
        }
        assertEquals(1, jedis.del("pipelined"));
    }

    private static void transacts(RedisClient jedis) {
        try (AbstractTransaction transaction = jedis.multi()) {
            Response<Long> pushed = transaction.rpush("jobs", "a", "b");
            Response<List<String>> all = transaction.lrange("jobs", 0, -1);
            Response<String> popped = transaction.lpop("jobs");
            assertEquals(3, transaction.exec().size());
            assertEquals(2, pushed.get());
            assertEquals(List.of("a", "b"), all.get());
            assertEquals("a", popped.get());
        }
        try (AbstractTransaction transaction = jedis.multi()) {
            transaction.del("jobs");
            assertEquals("OK", transaction.discard());
        }
        assertEquals("b", jedis.lpop("jobs"));
    }

    private static void watches(RedisClient jedis) {
        try (AbstractTransaction transaction = jedis.transaction(false)) {
            assertEquals("OK", transaction.watch("watched"));
            assertEquals(1, jedis.rpush("watched", "by another"));
            transaction.multi();
            transaction.del("watched");
            assertNull(transaction.exec(), "what was watched has changed");
        }
        assertEquals("by another", jedis.lpop("watched"));
    }

    private static void servesAPool(RedisClient jedis) throws Exception {
        try (ExecutorService producers = Executors.newFixedThreadPool(POOL)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < POOL; i++) {
                done.add(producers.submit(() -> IntStream.range(0, ELEMENTS).forEach(e -> jedis.lpush("all", "e"))));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertEquals(POOL * ELEMENTS, jedis.llen("all"));
        assertEquals("OK", jedis.flushAll());
    }

    private static void waitsInBlockingPops(RedisClient jedis) throws Exception {
        assertNull(jedis.blpop(0.02, "later"), "its time is over");
        assertNull(jedis.blmove("later", "done", ListDirection.LEFT, ListDirection.RIGHT, 0.02));
        try (ExecutorService consumers = Executors.newFixedThreadPool(2)) {
            Future<KeyValue<String, String>> first = consumers.submit(() -> jedis.blpop(0.0, "other", "later"));
            Restarts.until("one waits", () -> waiting(jedis) == 1);
            Future<KeyValue<String, String>> second = consumers.submit(() -> jedis.brpop(0.0, "later"));
            Restarts.until("two wait", () -> waiting(jedis) == 2);
            assertEquals(2, jedis.rpush("later", "a", "b"));
            assertEquals(new KeyValue<>("later", "a"), first.get());
            assertEquals(new KeyValue<>("later", "b"), second.get());
        }
    }

    /** A client that is gone is given nothing. */
    private static void givesUpWaiting(RunningServer server, RedisProtocol protocol, RedisClient jedis) {
        JedisClientConfig impatient = config(protocol).blockingSocketTimeoutMillis(IMPATIENCE_MILLIS).build();
        try (RedisClient leaving = client(server, impatient, 1)) {
            JedisConnectionException gaveUp = assertThrows(JedisConnectionException.class,
                    () -> leaving.blpop(0.0, "never"));
            assertInstanceOf(SocketTimeoutException.class, gaveUp.getCause());
            Restarts.until("nobody waits", () -> waiting(jedis) == 0);
            assertEquals(1, leaving.rpush("never", "kept"));
            assertEquals("kept", leaving.lpop("never"));
        }
    }

    private static void refusesStrangers(RunningServer server, RedisProtocol protocol) {
        JedisClientConfig stranger = config(protocol).user("nobody").password("secret").build();
        try (RedisClient refused = client(server, stranger, 1)) {
            assertThrows(JedisAccessControlException.class, refused::ping);
        }
        JedisClientConfig known = config(protocol).user("default").password("any").clientName("known").build();
        try (RedisClient welcome = client(server, known, 1)) {
            assertEquals("PONG", welcome.ping());
        }
    }

    /** Connections of the pool that the server has closed fail once each, and are replaced. */
    private static void comesBack(RedisClient jedis) {
        Restarts.until("Jedis connects again", JedisConnectionException.class, () -> jedis.ping().equals("PONG"));
        assertEquals(0, jedis.dbSize(), "queues are not kept");
        assertEquals(1, jedis.rpush("jobs", "after"));
        assertEquals("after", jedis.lpop("jobs"));
    }

    private static long waiting(RedisClient jedis) {
        String waiting = "blocked_clients:";
        return jedis.info("clients").lines().filter(line -> line.startsWith(waiting))
                .mapToLong(line -> Long.parseLong(line.substring(waiting.length()))).findFirst().orElseThrow();
    }

    private static DefaultJedisClientConfig.Builder config(RedisProtocol protocol) {
        return DefaultJedisClientConfig.builder().protocol(protocol).connectionTimeoutMillis(PATIENCE_MILLIS)
                .socketTimeoutMillis(PATIENCE_MILLIS).blockingSocketTimeoutMillis(PATIENCE_MILLIS);
    }

    private static RedisClient client(RunningServer server, JedisClientConfig config, int connections) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        return RedisClient.builder().hostAndPort(new HostAndPort("127.0.0.1", server.address().getPort()))
                .clientConfig(config).poolConfig(pool).build();
    }
}
