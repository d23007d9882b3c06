package dev.refservers.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(List.of(args), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    /** Those that there are, be they ours or somebody's. */
    private static String protocols() {
        return ServiceLoader.load(ProtocolProvider.class).stream().map(provider -> provider.get().name()).sorted()
                .collect(Collectors.joining(", "));
    }

    @Test
    void helpNamesEveryArchitectureProtocolAndOption() {
        assertEquals(0, run("--help"));
        String help = out.toString(UTF_8);
        assertTrue(
                help.contains("NAME is one of: alone, brief, dying, idle, missing, slow, taken, threadless, unbound\n"),
                help);
        assertTrue(help.contains("Protocols: " + protocols() + "\n"), help);
        assertTrue(help.contains("  --port VALUE"), help);
        assertEquals("", err.toString(UTF_8));
    }

    @Test
    void helpThatIsLostIsNoSuccess() {
        PrintStream full = new PrintStream(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        assertEquals(1, Main.run(List.of("--help"), full, new PrintStream(err, true, UTF_8)));
        assertEquals("The output could not be written.\n", err.toString(UTF_8));
    }

    @Test
    void anUnknownArchitectureIsWrongUsageAndListsWhatThereIs() {
        assertEquals(2, run("threded"));
        assertEquals(
                "No architecture is called 'threded'; there is alone, brief, dying, idle, missing, slow, taken, threadless, "
                        + "unbound.\n",
                err.toString(UTF_8));
    }

    @Test
    void anUnknownProtocolIsWrongUsageAndListsWhatThereIs() {
        assertEquals(2, run("idle", "--protocol", "gopher"));
        assertEquals("No protocol is called 'gopher'; there is " + protocols() + ".\n", err.toString(UTF_8));
    }

    @Test
    void wrongOptionsAreWrongUsage() {
        assertEquals(2, run());
        assertEquals(2, run("idle", "--port", "many"));
        assertEquals(2, run("idle", "--max-connections", "0"));
        assertEquals(2, run("idle", "--backlog=0"));
        assertEquals("", out.toString(UTF_8));
        assertEquals(4, err.toString(UTF_8).lines().count(), "one sentence each");
    }

    @Test
    void anArchitectureThatCannotRunHereSaysWhy() {
        assertEquals(1, run("missing"));
        assertEquals("missing cannot run here: this kernel has no such call; use Linux 99 or newer.\n",
                err.toString(UTF_8));
    }

    @Test
    void aServerThatCannotStartSaysWhy() {
        assertEquals(1, run("unbound", "--port", "80"));
        assertEquals("unbound cannot start: /127.0.0.1:80 is not for you\n", err.toString(UTF_8));
    }

    /** One of its threads runs already, and would keep the process. */
    @Test
    @Timeout(60)
    void aServerWithoutAllOfItsThreadsEnds() throws IOException, InterruptedException {
        Process server = start("threadless", "--protocol", "echo", "--port", "0");
        try (BufferedReader errors = server.errorReader(UTF_8)) {
            assertEquals("threadless cannot start: unable to create native thread", errors.readLine());
            assertEquals(1, server.waitFor());
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void anAddressThatIsInUseIsSaidToBeSoWhateverTheArchitectureSays() {
        assertEquals(1, run("taken", "--host", "::1", "--port", "80"));
        assertEquals("taken cannot listen on [::1]:80: Address already in use. Stop what listens there, or choose "
                + "another --port.\n", err.toString(UTF_8));
    }

    @Test
    @Timeout(60)
    void aServerSaysWhereItListensAndASignalClosesItWithSuccess() throws IOException, InterruptedException {
        Process server = start("idle", "--protocol", "echo", "--port", "0");
        try (BufferedReader output = server.inputReader(UTF_8)) {
            assertEquals("idle listens on 127.0.0.1:1 (protocol echo, process " + server.pid() + ")",
                    output.readLine());
            // Process.destroy would close the output as well.
            server.toHandle().destroy();
            assertEquals("closed", output.readLine());
            assertEquals(0, server.waitFor());
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void aSignalBeforeTheStartIsOverClosesItWithSuccessToo() throws IOException, InterruptedException {
        Process server = start("slow", "--protocol", "echo", "--port", "0");
        try (BufferedReader output = server.inputReader(UTF_8)) {
            assertEquals("starting", output.readLine());
            server.toHandle().destroy();
            assertEquals(0, server.waitFor());
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void aServerThatEndsByItselfHasFailed() throws IOException, InterruptedException {
        Process server = start("brief", "--protocol", "echo", "--port", "0");
        try (BufferedReader output = server.inputReader(UTF_8); BufferedReader errors = server.errorReader(UTF_8)) {
            assertTrue(output.readLine().startsWith("brief listens on "));
            server.getOutputStream().close();
            assertEquals("The server has ended, though nobody asked it to.", errors.readLine());
            assertEquals(1, server.waitFor());
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void aServerOfWhichAThreadDiesEndsWithAFailureAndSaysWhy() throws IOException, InterruptedException {
        Process server = start("dying", "--protocol", "echo", "--port", "0");
        try (BufferedReader output = server.inputReader(UTF_8); BufferedReader errors = server.errorReader(UTF_8)) {
            assertTrue(output.readLine().startsWith("dying listens on "));
            server.getOutputStream().close();
            assertEquals("The server ends, because its thread one of two has died:", errors.readLine());
            assertEquals("java.lang.OutOfMemoryError: no more of it", errors.readLine());
            assertTrue(errors.readLine().startsWith("\tat dev.refservers.server.StubArchitectures$Dying."));
            assertEquals(1, server.waitFor());
        } finally {
            server.destroyForcibly();
        }
    }

    /** What is opened next would become them: a client, to whom the log is written. */
    @Test
    @Timeout(60)
    void aServerThatIsStartedWithoutStandardDescriptorsHasThem() throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh"));
        command.addAll(command("idle", "--protocol", "echo", "--port", "0"));
        Process server = new ProcessBuilder(command).start();
        try {
            Path descriptors = Path.of("/proc", String.valueOf(server.pid()), "fd");
            assumeTrue(Files.isDirectory(descriptors), "it needs Linux");
            await().until(() -> Stream.of("0", "1", "2").allMatch(one -> Files.exists(descriptors.resolve(one),
                    LinkOption.NOFOLLOW_LINKS)));
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void wrongUsageIsTheExitCodeOfTheProcessToo() throws IOException, InterruptedException {
        Process server = start("nobody");
        try (BufferedReader errors = server.errorReader(UTF_8)) {
            assertTrue(errors.readLine().startsWith("No architecture is called 'nobody'"));
            assertEquals(2, server.waitFor());
        }
    }

    private static Process start(String... args) throws IOException {
        return new ProcessBuilder(command(args)).start();
    }

    private static List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
