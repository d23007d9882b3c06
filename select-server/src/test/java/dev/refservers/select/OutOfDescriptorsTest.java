package dev.refservers.select;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.testing.Client;
import dev.refservers.testing.DescriptorShortage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers in a process that may open fewer files than clients come. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs prlimit(1)")
class OutOfDescriptorsTest {

    private static final int FREE_DESCRIPTORS = 40;

    private final List<Client> clients = new ArrayList<>();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void leave() throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"select", "reactors", "select2", "poll2"})
    void theClientsWhoWaitAreToldAndServedAgainWhenOthersHaveLeft(String architecture) throws Exception {
        Path log = directory.resolve("log");
        Process server = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), "dev.refservers.server.Main", architecture, "--protocol",
                "toy", "--port", "0").redirectError(log.toFile()).start();
        try (BufferedReader output = server.inputReader()) {
            InetSocketAddress address = address(output.readLine());
            DescriptorShortage.leave(server.pid(), FREE_DESCRIPTORS);
            int served = 0;
            while (connect(address).send("say served\n").line().equals("served")) {
                served++;
            }
            assertTrue(served > 10 && served <= FREE_DESCRIPTORS, served + " clients were served");
            assertEquals("full", connect(address).line(), "every client is told");
            assertEquals("still", clients.getFirst().send("say still\n").line());

            for (Client client : clients.subList(1, clients.size())) {
                client.close();
            }
            await().ignoreExceptions()
                    .until(() -> connect(address).send("say served\n").line().equals("served"));
            long lines = Files.readAllLines(log).stream().filter(line -> line.contains("Clients are refused")).count();
            assertTrue(lines == 1 || lines == 2, Files.readString(log));
        } finally {
            server.destroy();
            assertTrue(server.waitFor(10, TimeUnit.SECONDS));
        }
        assertEquals(0, server.exitValue(), Files.readString(log));
    }

    private Client connect(InetSocketAddress address) throws IOException {
        Client client = new Client(address);
        clients.add(client);
        return client;
    }

    private static InetSocketAddress address(String greeting) {
        String words = greeting.substring(0, greeting.indexOf(" ("));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(),
                Integer.parseInt(words.substring(words.lastIndexOf(':') + 1)));
    }
}
