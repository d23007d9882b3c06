package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.Target;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Where descriptors are few, a server says for how many clients they are enough, serves so many, and refuses the next. */
final class MaxClientsTest {

    private static final int DESCRIPTORS = 200;

    /** Where a connection is a process. */
    private static final int FEW_DESCRIPTORS = 80;

    private static final Pattern PORT = Pattern.compile("listens on .*:(\\d+) ");

    @TempDir
    Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> asManyAreServedAsItSays() {
        return Quick.architectures().stream()
                .filter(target -> !target.lacks().containsKey(Capability.CONCURRENT_CLIENTS))
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> servesAsManyAsItSays(target)));
    }

    private void servesAsManyAsItSays(Target target) throws Exception {
        assumeTrue(target.unavailable().isEmpty(), () -> target.unavailable().orElseThrow());
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the limit is set by a shell's ulimit -n");
        int descriptors = target.name().equals("forking") ? FEW_DESCRIPTORS : DESCRIPTORS;
        Path log = folder.resolve(target.name());
        Process server = new ProcessBuilder("sh", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", OwnClassPath.ofServers(),
                "dev.refservers.server.Main", target.name(), "--port", "0").redirectError(log.toFile()).start();
        List<PlainClient> clients = new ArrayList<>();
        try (BufferedReader output = server.inputReader()) {
            Matcher port = PORT.matcher(String.valueOf(output.readLine()));
            assertTrue(port.find(), Files.readString(log));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    Integer.parseInt(port.group(1)));
            clients.add(new PlainClient(address));
            List<?> answer = assertInstanceOf(List.class, clients.getFirst().ask("CONFIG", "GET", "maxclients"));
            int most = Integer.parseInt(String.valueOf(answer.getLast()));
            assertTrue(most < descriptors, "it says " + most);
            assertTrue(
                    Files.readString(log).contains(target.name() + " serves at most " + most + " connections at once"),
                    () -> "it is said at the start: " + log);
            assertTrue(most >= descriptors / 20, "it says " + most);
            for (int i = 1; i < most; i++) {
                clients.add(new PlainClient(address));
                assertEquals("PONG", clients.getLast().ask("PING"), "client " + (i + 1) + " of " + most);
            }
            for (PlainClient client : clients) {
                assertEquals(0L, client.ask("LLEN", "k"));
            }
            try (PlainClient oneMore = new PlainClient(address)) {
                assertEquals("-ERR max number of clients reached\r\n", oneMore.finish());
            }
        } finally {
            for (PlainClient client : clients) {
                client.close();
            }
            server.destroyForcibly().waitFor();
        }
    }
}
