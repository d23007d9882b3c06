package dev.refservers.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.report.TextReport;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.run.RunListener;
import dev.refservers.conformance.run.RunOptions;
import dev.refservers.conformance.run.Suite;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.containers.Container;

/** Every architecture has an image, which serves as the server does without one, and ends as it does. */
@ExtendWith(Images.class)
@Tag("thorough")
final class ContainersTest {

    /** All scripts run against these; against others those of {@link #SOME}. */
    private static final Set<String> THOROUGHLY = Set.of(System.getProperty("containers.thoroughly", "epoll")
            .split(",", -1));
    private static final String[] SOME = {"textbook", "replies", "errors"};

    /** For each connection the proxy that publishes ports needs up to six descriptors, and without any it ends. */
    private static final String[] TOO_MANY_FOR_THE_PROXY = {"*/thousands-of-connections*", "*-of-thousands*"};

    /** What passes is not slower by this. */
    private static final double TIME_LIMIT_SCALE = 4;

    private static final int KILLED = 128 + 9;
    private static final int ELEMENT_BYTES = 60_000;
    private static final int LARGE_REPLIES = 100;

    private static Stream<String> architectures() {
        return Targets.architectures().stream().map(Target::name);
    }

    @TestFactory
    Stream<DynamicTest> anImageSaysWhatItIs() {
        return architectures().map(name -> DynamicTest.dynamicTest(name, () -> {
            String image = Images.of(name);
            assertEquals("refservers-" + name + " Apache-2.0 of-a-test", Docker.docker("inspect", "--format",
                    "{{index .Config.Labels \"org.opencontainers.image.title\"}}"
                            + " {{index .Config.Labels \"org.opencontainers.image.licenses\"}}"
                            + " {{index .Config.Labels \"org.opencontainers.image.revision\"}}",
                    image));
            assertEquals("65532:65532 SIGTERM HealthCheck", Docker.docker("inspect", "--format",
                    "{{.Config.User}} {{.Config.StopSignal}}"
                            + " {{if .Config.Healthcheck}}HealthCheck{{end}}",
                    image));
        }));
    }

    @TestFactory
    Stream<DynamicTest> itServesAndEndsAsItDoesElsewhere() {
        return architectures().map(name -> DynamicTest.dynamicTest(name, () -> {
            try (ServerContainer server = new ServerContainer(name, Map.of())) {
                server.start();
                Container.ExecResult health = server.execInContainer("/opt/servers/java/bin/java", "-cp",
                        "/opt/servers/lib/*", "dev.refservers.server.HealthCheck");
                assertEquals(name + " at 127.0.0.1:7379 serves.\n0", health.getStdout() + health.getExitCode());
                passes(name, "queue", server, Selection.ALL.only(THOROUGHLY.contains(name)
                        ? new String[0]
                        : SOME));
                givesWhatItOwesWhenItIsTerminated(server);
                server.startAgain();
                server.signal("SIGKILL");
                assertEquals(KILLED, server.awaitExit());
                server.startAgain();
                server.signal("SIGTERM");
                assertEquals(0, server.awaitExit());
                assertTrue(!server.getLogs().contains("\tat "), server::getLogs);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> itSpeaksOtherProtocols() {
        return THOROUGHLY.stream().sorted().flatMap(name -> Stream.of("http", "echo").map(
                protocol -> DynamicTest.dynamicTest(name + ", " + protocol, () -> {
                    try (ServerContainer server = new ServerContainer(name,
                            Map.of("REFSERVERS_PROTOCOL", protocol))) {
                        server.start();
                        passes(name, protocol, server, Selection.ALL);
                    }
                })));
    }

    private static void passes(String name, String protocol, ServerContainer server, Selection selection) {
        Target target = Targets.address(server.address(), protocol, Targets.architecture(name).lacks());
        Results results = Suite.bundled().select(selection.skip(TOO_MANY_FOR_THE_PROXY)).run(List.of(target),
                RunOptions.DEFAULT.withTimeoutScale(TIME_LIMIT_SCALE), RunListener.NONE);
        assertTrue(results.passed(false), () -> TextReport.explainAll(results, false) + server.getLogs());
        assertEquals(List.of(), results.targets().getFirst().problems());
    }

    /** More than the buffers on the way hold, to a client that begins to read when the server was told to end. */
    private static void givesWhatItOwesWhenItIsTerminated(ServerContainer server) throws IOException {
        try (Talk slow = new Talk(server.address())) {
            assertEquals(":1", slow.ask("RPUSH big " + "x".repeat(ELEMENT_BYTES)));
            slow.send("LPOP nothing\r\n" + "LRANGE big 0 -1\r\n".repeat(LARGE_REPLIES) + "ECHO last\r\n");
            assertEquals("$-1", slow.line());
            server.signal("SIGTERM");
            for (int reply = 0; reply < LARGE_REPLIES; reply++) {
                assertEquals("*1 $" + ELEMENT_BYTES, slow.line() + " " + slow.line());
                slow.skip(ELEMENT_BYTES + 2);
            }
            assertEquals("$4\r\nlast\r\n", slow.rest());
        }
        assertEquals(0, server.awaitExit());
    }
}
