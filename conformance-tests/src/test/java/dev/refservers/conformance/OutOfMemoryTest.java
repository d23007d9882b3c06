package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.server.Architecture;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every process that serves clients ends with a failure when it has no memory left, and says so in the log. */
final class OutOfMemoryTest {

    private static final int LIMIT_SECONDS = 60;
    private static final Pattern PORT = Pattern.compile("listens on .*:(\\d+) ");
    private static final String LAST_WORD = "Terminating due to java.lang.OutOfMemoryError";

    /** Their workers end, and the parent has others. */
    private static final Set<String> OF_PROCESSES = Set.of("forking", "prefork");

    @TempDir
    Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> aProcessWithoutMemoryEndsWithAFailure() {
        return ServiceLoader.load(Architecture.class).stream().map(ServiceLoader.Provider::get)
                .map(architecture -> DynamicTest.dynamicTest(architecture.name(), () -> ends(architecture)));
    }

    private void ends(Architecture architecture) throws Exception {
        assumeTrue(architecture.unavailable().isEmpty(), () -> architecture.unavailable().orElseThrow());
        Path log = folder.resolve(architecture.name());
        Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("..", "config", "server.jvm"), "-cp", OwnClassPath.ofServers(),
                "dev.refservers.server.Main",
                architecture.name(), "--protocol", "hoarding", "--port", "0").redirectError(log.toFile()).start();
        try (BufferedReader output = server.inputReader()) {
            Matcher port = PORT.matcher(String.valueOf(output.readLine()));
            assertTrue(port.find(), Files.readString(log));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    Integer.parseInt(port.group(1)));
            assertEquals("x", reply(address, "x"));
            assertEquals("", reply(address, "h"));
            if (OF_PROCESSES.contains(architecture.name())) {
                assertEquals("x", reply(address, "x"), "others are served");
                server.toHandle().destroy();
                assertTrue(server.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it goes on after SIGTERM");
                assertEquals(0, server.exitValue(), Files.readString(log));
            } else {
                assertTrue(server.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it goes on without memory");
                assertNotEquals(0, server.exitValue());
            }
            assertTrue(Files.readString(log).contains(LAST_WORD), Files.readString(log));
            assertEquals("", output.lines().collect(Collectors.joining()), "standard output is for the first line");
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static String reply(InetSocketAddress address, String sent) throws IOException {
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            client.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readNBytes(1), StandardCharsets.US_ASCII);
        } catch (IOException reset) {
            return "";
        }
    }
}
