package dev.refservers.commandline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When {@code ./servers} builds, and how it ends, with a Maven that only seems to build. */
@Timeout(60)
class LauncherBuildTest {

    private static final String SLEEPING = "echo $$ >>../programs/maven\nexec sleep 60\n";

    @TempDir
    private Path folder = Path.of("");
    private FakeCheckout checkout;

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = new FakeCheckout(folder.resolve("checkout"));
    }

    /** Those that may be /bin/sh, as far as they are installed. */
    static Stream<String> shells() {
        return Stream.of("sh", "dash", "bash --posix", "busybox sh", "mksh", "ksh")
                .filter(shell -> Programs.find(shell.split(" ", -1)[0]).isPresent());
    }

    private void build() throws Exception {
        FakeCheckout.Ended ended = checkout.servers("sh", "build");
        assertEquals(0, ended.exitCode(), ended.output());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void buildsOnceAndTellsOfEachModuleAndOfItsLog(String shell) throws Exception {
        checkout.mavenDoes("""
                echo '[INFO] Building shared-protocol 0.1.0-SNAPSHOT                           [2/13]'
                printf '[INFO] Building comp'
                sleep 0.5
                echo 'arison 0.1.0-SNAPSHOT                                [12/13]'
                sleep 0.5
                """);
        FakeCheckout.Ended first = checkout.servers(shell, "build");
        assertEquals(0, first.exitCode(), first.output());
        assertEquals("servers: building, for the first time, which takes some minutes; the log is " + checkout.home()
                + "/target/servers-build.log\nservers: 2 of 13: shared-protocol\nservers: 12 of 13: comparison\n",
                first.output());
        assertEquals(new FakeCheckout.Ended(0, ""), checkout.servers(shell, "build"));
    }

    @Test
    void aSourceWithAnOlderDateIsBuiltAndSoIsOneThatIsGone() throws Exception {
        checkout.write("a-server/src/main/resources/META-INF/services/x", "A\n");
        build();
        int before = checkout.calls().size();
        checkout.writeOld("a-server/src/main/java/Source.java", "class Source { int other; }\n");
        build();
        Files.delete(checkout.home().resolve("a-server/src/main/resources/META-INF/services/x"));
        build();
        checkout.writeOld("docs/protocol.md", "1.1 It does not answer.\n");
        build();
        List<String> calls = checkout.calls().subList(before, checkout.calls().size());
        assertEquals(List.of("a-server has no classes", "a-server has no classes", "conformance-tests has no classes"),
                calls.stream().filter(call -> call.endsWith("classes")).toList());
        assertEquals(6, calls.size());
        build();
        assertEquals(before + 6, checkout.calls().size());
    }

    @Test
    void whatOnlyLooksLikeAModuleIsNeitherBuiltNorRun() throws Exception {
        // As a branch leaves it that had one more.
        checkout.write("x-server/target/classes/dev/refservers/X.class", "");
        build();
        int before = checkout.calls().size();
        Files.createDirectories(checkout.home().resolve("y-server"));
        build();
        assertEquals(before, checkout.calls().size());
        Path jdk = folder.resolve("jdk");
        for (String program : List.of("java", "javac")) {
            Files.createDirectories(jdk.resolve("bin"));
            Files.writeString(jdk.resolve("bin").resolve(program), "#!/bin/sh\necho \"$*\"\n");
            assertTrue(jdk.resolve("bin").resolve(program).toFile().setExecutable(true));
        }
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        for (String command : List.of("list", "run epoll")) {
            FakeCheckout.Ended ended = checkout.shell("JAVA_HOME='" + jdk + "' ./servers " + command);
            assertEquals(0, ended.exitCode(), ended.output());
            assertTrue(ended.output().contains("/a-server/target/classes"), ended.output());
            assertFalse(ended.output().contains("x-server"), ended.output());
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void endsMavenWhenItIsToldToEnd(String shell) throws Exception {
        checkout.write("a-server/src/test/java/MineTest.java", "");
        checkout.mavenDoes(SLEEPING);
        for (String command : List.of("build", "install", "test", "test -Dtest=MineTest", "maven package")) {
            Process servers = checkout.start(shell, command.split(" ", -1));
            ProcessHandle maven = maven();
            servers.toHandle().destroy();
            FakeCheckout.Ended ended = FakeCheckout.ended(servers);
            assertEquals(143, ended.exitCode(), command + ": " + ended.output());
            assertFalse(maven.isAlive(), command);
            Files.delete(checkout.home().resolve("../programs/maven"));
        }
    }

    private ProcessHandle maven() {
        Path pid = checkout.home().resolve("../programs/maven");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(pid) && Files.size(pid) > 1);
        try {
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getLast())).orElseThrow();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flock", "no flock"})
    void waitsForAnotherBuildAndNotForOneThatWasKilled(String how) throws Exception {
        if (how.equals("no flock")) {
            checkout.onPlainSystem();
        }
        checkout.mavenDoes(SLEEPING);
        Process first = checkout.start("sh", "build");
        ProcessHandle maven = maven();
        checkout.mavenDoes("");
        Process second = checkout.start("sh", "build");
        StringBuilder said = new StringBuilder();
        while (said.indexOf("\n") < 0) {
            said.append((char) second.getInputStream().read());
        }
        assertEquals("servers: waiting for another build of this checkout; its log is " + checkout.home()
                + "/target/servers-build.log\n", said.toString());
        // Also the process that builds holds it: whoever is killed leaves that behind.
        first.destroyForcibly().waitFor();
        assertTrue(second.isAlive());
        maven.destroyForcibly();
        FakeCheckout.Ended ended = FakeCheckout.ended(second);
        assertEquals(0, ended.exitCode(), ended.output());
        assertTrue(ended.output().startsWith("servers: building, "), ended.output());
        build();
    }

    @ParameterizedTest
    @CsvSource({"NobodyTest, there is no test called NobodyTest., false",
        "'MineTest,Typo#x', there is no test called Typo., false", "*Nobody, no test was run:, true",
        "MineTest#nobody, no test was run:, true"})
    void aTestThatThereIsNotIsNoSuccess(String names, String sentence, boolean built) throws Exception {
        checkout.write("a-server/src/test/java/MineTest.java", "");
        FakeCheckout.Ended ended = checkout.servers("sh", "test", "-Dtest=" + names);
        assertEquals(1, ended.exitCode(), ended.output());
        assertTrue(ended.output().startsWith("servers: " + sentence), ended.output());
        assertEquals(built, !checkout.calls().isEmpty());
    }

    @Test
    void aTestThatWasRunIsOne() throws Exception {
        checkout.write("a-server/src/test/java/MineTest.java", "");
        checkout.mavenDoes("""
                mkdir -p a-server/target/surefire-reports
                sleep 0.1
                echo >a-server/target/surefire-reports/TEST-MineTest.xml
                """);
        assertEquals(new FakeCheckout.Ended(0, ""), checkout.servers("sh", "test", "-Dtest=MineTest#one,Mine*"));
        assertTrue(checkout.calls().contains("verify -B -Dtest=MineTest#one,Mine*"), checkout.calls().toString());
        checkout.mavenDoes("exit 1");
        assertEquals(new FakeCheckout.Ended(1, ""), checkout.servers("sh", "test", "-Dtest=MineTest"));
    }

    @Test
    void aColonInThePathIsSaid() throws Exception {
        FakeCheckout colon = new FakeCheckout(folder.resolve("a:b/checkout"));
        for (String command : List.of("list", "build", "test", "run")) {
            FakeCheckout.Ended ended = colon.servers("sh", command);
            assertEquals(1, ended.exitCode(), ended.output());
            assertTrue(ended.output().startsWith("servers: the path of this checkout has a colon in it"),
                    ended.output());
        }
    }
}
