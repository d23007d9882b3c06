package dev.refservers.async.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own: what only the whole process shows. */
@ExtendWith(NeedsIoUring.class)
class ServerProcessTest {

    private static final Pattern STARTED = Pattern.compile("uring listens on 127\\.0\\.0\\.1:(\\d+) .*");

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
            assertTrue(line.contains("WARNING Clients are refused: accept: EMFILE: this process has no descriptor"),
                    line);
        }
    }

    private Process start(String before) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process started = new ProcessBuilder("sh", "-c", before + "exec \"$@\"", "sh", java,
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                "dev.refservers.server.Main", "uring", "--protocol", "echo", "--port", "0", "--linger-millis", "20")
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
