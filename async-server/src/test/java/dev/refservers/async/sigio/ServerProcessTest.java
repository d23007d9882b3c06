package dev.refservers.async.sigio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a process of its own: what only the whole process shows. */
@EnabledOnOs(OS.LINUX)
class ServerProcessTest {

    private static final Pattern STARTED = Pattern.compile("sigio listens on 127\\.0\\.0\\.1:(\\d+) .*");

    @TempDir
    Path folder;

    private @Nullable Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void sigtermEndsItGracefully() throws Exception {
        Process server = start("");
        try (Socket client = connect(port(server))) {
            assertTrue(isServed(client));
            server.destroy();
            assertEquals(-1, client.getInputStream().read());
        }
        assertTrue(server.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, server.exitValue());
        assertEquals("", log());
    }

    @Test
    void clientsThatFindNoDescriptorAreTurnedAwayAndOthersServed() throws Exception {
        Process server = start("ulimit -n 64; ");
        int port = port(server);
        List<Socket> clients = new ArrayList<>();
        int served = 0;
        for (int i = 0; i < 100; i++) {
            Socket client = connect(port);
            clients.add(client);
            if (isServed(client)) {
                served++;
            }
        }
        assertTrue(served > 10 && served < 64, () -> "log: " + log());
        assertTrue(isServed(clients.getFirst()));
        for (Socket client : clients) {
            client.close();
        }
        Awaitility.await().until(() -> {
            try (Socket client = connect(port)) {
                return isServed(client);
            }
        });
        List<String> lines = log().lines().toList();
        assertTrue(!lines.isEmpty() && lines.size() < 60, () -> lines.toString());
        assertTrue(lines.getFirst().contains(" connections at once, not 10000: "), lines::toString);
        for (String line : lines.subList(1, lines.size())) {
            assertTrue(line.contains("WARNING Clients are refused: accept4: EMFILE: this process has no descriptor"),
                    line);
        }
    }

    /** With no room in the queue at all, there is nothing but overflows. */
    @ParameterizedTest
    @ValueSource(ints = {8, 0})
    void noClientIsForgottenThoughTheQueueOfSignalsOverflows(int room) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "No prlimit here to make the queue small with.");
        Process server = start("set -- prlimit --sigpending=" + room + " \"$@\"; ");
        int port = port(server);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Socket client = connect(port);
            clients.add(client);
            assertTrue(isServed(client));
        }
        for (int round = 0; round < 3; round++) {
            pause(server, "-STOP");
            for (Socket client : clients) {
                client.getOutputStream().write('!');
            }
            pause(server, "-CONT");
            for (Socket client : clients) {
                assertEquals('!', client.getInputStream().read());
            }
        }
        for (Socket client : clients) {
            client.close();
        }
        assertEquals("", log());
    }

    private static void pause(Process server, String signal) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", signal, Long.toString(server.pid())).start().waitFor());
    }

    private Process start(String before) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process started = new ProcessBuilder("sh", "-c", before + "exec \"$@\"", "sh", java,
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                "dev.refservers.server.Main", "sigio", "--protocol", "echo", "--port", "0", "--linger-millis", "20")
                .redirectError(folder.resolve("log.txt").toFile()).start();
        process = started;
        return started;
    }

    private int port(Process server) throws IOException {
        String line = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
                .readLine();
        Matcher started = STARTED.matcher(String.valueOf(line));
        assertTrue(started.matches(), () -> line + "\n" + log());
        return Integer.parseInt(started.group(1));
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log.txt"));
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(20_000);
        return client;
    }

    /** Whether the byte comes back; false for a client that is turned away. Fails for one that is left hanging. */
    private static boolean isServed(Socket client) throws IOException {
        client.getOutputStream().write('?');
        try {
            return client.getInputStream().read() == '?';
        } catch (java.net.SocketTimeoutException hangs) {
            throw hangs;
        } catch (java.net.SocketException reset) {
            return false;
        }
    }
}
