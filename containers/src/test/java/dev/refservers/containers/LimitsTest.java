package dev.refservers.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.model.Ulimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A container with little memory, few descriptors, or forbidden system calls. */
@ExtendWith(Images.class)
final class LimitsTest {

    private static final long MIB = 1 << 20;
    private static final int CLIENTS = 8;
    private static final int ELEMENT_BYTES = 50_000;
    private static final String REFUSAL = "-ERR max number of clients reached";

    /** As the kernel's name for it, or as the JDK words it. */
    private static final Pattern REASON = Pattern
            .compile("serves at most \\d+ connections at once, not \\d+: this process may open no more files");

    /** All clients push until the queues may hold no more, and then go on asking; forking has eight processes then. */
    @ParameterizedTest
    @CsvSource({"epoll, 80", "uring, 80", "prefork, 160", "forking, 320"})
    void littleMemoryIsEnoughUnderLoad(String architecture, long mebibytes) throws Exception {
        Map<String, String> settings = Map.of("REFSERVERS_MAX_QUEUED_BYTES", Long.toString(8 * MIB));
        try (ServerContainer server = new ServerContainer(architecture, settings,
                host -> host.withMemory(mebibytes * MIB).withMemorySwap(mebibytes * MIB))) {
            server.start();
            try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
                List<Future<Integer>> refusals = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    refusals.add(clients.submit(() -> load(server)));
                }
                int refused = 0;
                for (Future<Integer> each : refusals) {
                    refused += each.get();
                }
                assertTrue(refused > 0, "the queues were to be filled");
            }
            assertTrue(server.answers());
            assertFalse(server.ranOutOfMemory(), server::getLogs);
            assertTrue(server.runs(), server::getLogs);
        }
    }

    private static int load(ServerContainer server) throws IOException {
        String push = "RPUSH jobs " + "x".repeat(ELEMENT_BYTES) + "\r\n";
        int refused = 0;
        try (Talk talk = new Talk(server.address())) {
            for (int round = 0; round < 40; round++) {
                if (talk.send(push).line().startsWith("-OOM")) {
                    refused++;
                }
                for (int i = 0; i < 25; i++) {
                    assertEquals("+PONG", talk.ask("PING"));
                }
            }
        }
        return refused;
    }

    @ParameterizedTest
    @ValueSource(strings = {"threaded", "epoll", "uring", "forking"})
    void whoeverHasNoDescriptorIsRefusedPolitely(String architecture) throws IOException {
        List<Ulimit> files = List.of(new Ulimit("nofile", 64L, 64L));
        try (ServerContainer server = new ServerContainer(architecture, Map.of(), host -> host.withUlimits(files))) {
            server.start();
            List<Talk> served = new ArrayList<>();
            try {
                String last = "";
                while (!last.equals(REFUSAL)) {
                    assertTrue(served.size() < 64, "there is no room for as many");
                    Talk talk = new Talk(server.address());
                    served.add(talk);
                    last = talk.ask("PING");
                    assertTrue(last.equals("+PONG") || last.equals(REFUSAL), last + "\n" + server.getLogs());
                }
                assertTrue(served.size() > 4, "some are served: " + served.size());
                assertEquals("+PONG", served.getFirst().ask("PING"), "and go on to be");
                assertTrue(REASON.matcher(server.getLogs()).find(), server::getLogs);
            } finally {
                for (Talk talk : served) {
                    talk.close();
                }
            }
            Awaitility.await("there is room again").until(server::answers);
        }
    }

    @Test
    void whereRingsAreForbiddenUringSaysSoAndEnds() throws IOException {
        Path profile = Files.createTempFile("no-rings", ".json");
        try {
            Files.writeString(profile, """
                    {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
                     {"names": ["io_uring_setup", "io_uring_enter", "io_uring_register"], "action": "SCMP_ACT_ERRNO"}]}
                    """);
            Docker.Outcome outcome = Docker.tryDocker("run", "--rm", "--network", "none", "--security-opt",
                    "seccomp=" + profile, Images.of("uring"));
            assertEquals(1, outcome.exitCode());
            assertTrue(outcome.printed().startsWith("uring cannot run here: io_uring is forbidden to this process"),
                    outcome.printed());
            assertEquals(1, outcome.printed().lines().count(), outcome.printed());
        } finally {
            Files.delete(profile);
        }
    }
}
