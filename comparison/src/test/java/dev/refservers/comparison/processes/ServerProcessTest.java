package dev.refservers.comparison.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ServerProcessTest {

    private static final Pattern READY = Pattern.compile("ready on (\\d+)");

    @Test
    void readsThePortFromTheStartUpLine() throws Exception {
        try (ServerProcess server = start("trap 'exit 0' TERM; echo hello; echo ready on 4711; read wait")) {
            assertEquals(4711, server.port());
            server.stop();
        }
    }

    @Test
    void saysWhyTheServerDidNotStart() {
        ServerProcess.StartFailure failure = assertThrows(ServerProcess.StartFailure.class,
                () -> start("echo 'port 80 is taken' >&2; exit 1"));
        assertEquals("test ended with exit code 1: port 80 is taken", failure.sentence());
    }

    @Test
    void saysThatTheServerDidNotEndWell() throws Exception {
        try (ServerProcess server = start("trap 'exit 3' TERM; echo ready on 1; while :; do read wait; done")) {
            ProcessFailure failure = assertThrows(ProcessFailure.class, server::stop);
            assertEquals("it ended with exit code 3 after SIGTERM, instead of 0", failure.sentence());
        }
    }

    @Test
    void startsARealRedisOnAFreePort() throws Exception {
        RedisCandidate redis = new RedisCandidate();
        assumeTrue(redis.unavailable().isEmpty(), () -> redis.unavailable().orElseThrow());
        try (ServerProcess server = redis.start("queue", Cores.unpinned("for this test"));
                Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("+PONG\r\n", new String(client.getInputStream().readNBytes(7), StandardCharsets.US_ASCII));
            server.stop();
        }
    }

    @Test
    void runsServersWithoutTheLibrariesOfThisModule() {
        assertTrue(Programs.serverClassPath().contains("shared-protocol"), Programs.serverClassPath());
        assertTrue(!Programs.serverClassPath().contains("picocli"), Programs.serverClassPath());
    }

    @Test
    void runsServersWithTheirOwnFlags() {
        assertTrue(Programs.serverFlags().contains("-XX:+UseSerialGC"), Programs.serverFlags().toString());
    }

    private static ServerProcess start(String script) throws ServerProcess.StartFailure {
        return ServerProcess.start("test", OptionalInt.empty(), List.of("sh", "-c", script), READY, 0);
    }
}
