package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.targets.RunningServer;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients read by their names in {@code CLIENT LIST} and {@code INFO} is there, as in Redis. */
final class FieldsTest {

    /** What clients of Redis look up without asking whether it is there. */
    private static final List<String> MANDATORY = List.of("redis_version", "redis_mode", "role", "loading",
            "connected_slaves", "used_memory_human", "cluster_enabled", "multi", "qbuf-free");

    private static String redisClient = "";
    private static String redisInfo = "";
    private static String ourClient = "";
    private static String ourInfo = "";

    @BeforeAll
    static void askBoth() throws Exception {
        Target redis = Targets.redis();
        assumeTrue(redis.unavailable().isEmpty(), () -> redis.unavailable().orElseThrow());
        List<String> theirs = ask(redis);
        redisClient = theirs.getFirst();
        redisInfo = theirs.getLast();
        List<String> ours = ask(Targets.architecture("select"));
        ourClient = ours.getFirst();
        ourInfo = ours.getLast();
    }

    @Test
    void aClientHasTheFieldsOfRedisInItsOrder() {
        List<String> ours = clientFields(ourClient);
        List<String> theirs = clientFields(redisClient);
        assertEquals(theirs, ours.subList(0, theirs.size()));
        assertEquals(List.of("lib-name", "lib-ver"), ours.subList(theirs.size(), ours.size()));
    }

    /** Field by field, a client that reads numbers finds numbers. */
    @Test
    void whatIsANumberInRedisIsOneHere() {
        for (String text : List.of(redisClient.replace(' ', '\n').replace('=', ':'), redisInfo)) {
            Map<String, String> ours = values(ourClient.replace(' ', '\n').replace('=', ':') + ourInfo);
            values(text).forEach((name, value) -> {
                if (value.matches("-?[0-9.]+%?") && !name.endsWith("_version")) {
                    String our = ours.getOrDefault(name, "nothing");
                    assertTrue(our.matches("-?[0-9.]+%?"), name + " is " + our + ", and " + value + " in Redis");
                }
            });
        }
    }

    @Test
    void infoHasTheSectionsAndFieldsOfRedis() {
        List<String> missing = new ArrayList<>(infoFields(redisInfo));
        missing.removeAll(infoFields(ourInfo));
        assertEquals(List.of(), missing);
        for (String line : redisInfo.lines().filter(line -> line.startsWith("# ")).toList()) {
            assertTrue(ourInfo.lines().anyMatch(line::equals), line);
        }
    }

    @Test
    void whatClientsTakeForGrantedIsThere() {
        List<String> ours = Stream.concat(clientFields(ourClient).stream(), infoFields(ourInfo).stream()).toList();
        assertTrue(ours.containsAll(MANDATORY), () -> ours + " are not all of " + MANDATORY);
    }

    private static List<String> ask(Target target) throws IOException {
        RunningServer server = target.start("queue", Map.of());
        try (PlainClient client = new PlainClient(server.address())) {
            client.ask("RPUSH", "k", "x");
            return List.of(String.valueOf(client.ask("CLIENT", "INFO")), String.valueOf(client.ask("INFO")));
        } finally {
            assertEquals(List.of(), server.stop());
        }
    }

    private static List<String> clientFields(String line) {
        return Stream.of(line.strip().split(" ", -1)).map(field -> field.substring(0, field.indexOf('='))).toList();
    }

    private static List<String> infoFields(String info) {
        return info.lines().filter(line -> line.contains(":")).map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }

    private static Map<String, String> values(String lines) {
        return lines.lines().filter(line -> line.contains(":")).collect(Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')), line -> line.substring(line.indexOf(':') + 1),
                (first, _) -> first));
    }
}
