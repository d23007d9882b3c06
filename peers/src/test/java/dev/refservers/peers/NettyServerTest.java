package dev.refservers.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NettyServerTest {

    private static final boolean MUST_BE_THERE = "true".equals(System.getenv("CI"));

    @ParameterizedTest
    @EnumSource(Transport.class)
    void echoesMegabytesAndTheEndBehindThem(Transport transport) throws Exception {
        byte[] bytes = new byte[4 << 20];
        new Random(1).nextBytes(bytes);
        try (NettyServer server = start(transport, "echo");
                Socket client = connect(server);
                var sender = Executors.newSingleThreadExecutor()) {
            var sent = sender.submit(() -> {
                client.getOutputStream().write(bytes);
                client.shutdownOutput();
                return true;
            });
            assertArrayEquals(bytes, client.getInputStream().readAllBytes());
            assertTrue(sent.get());
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void answersTheCommandsOfALoad(Transport transport) throws Exception {
        try (NettyServer server = start(transport, "queue"); Socket client = connect(server)) {
            assertEquals("+PONG\r\n", ask(client, "*1\r\n$4\r\nPING\r\n", 7));
            assertEquals("$2\r\nhi\r\n", ask(client, "*2\r\n$4\r\necho\r\n$2\r\nhi\r\n", 8));
            assertEquals(":2\r\n", ask(client, "*4\r\n$5\r\nRPUSH\r\n$1\r\nq\r\n$1\r\na\r\n$2\r\nbc\r\n", 4));
            assertEquals(":2\r\n", ask(client, "*2\r\n$4\r\nLLEN\r\n$1\r\nq\r\n", 4));
            assertEquals("$1\r\na\r\n", ask(client, "*2\r\n$4\r\nLPOP\r\n$1\r\nq\r\n", 7));
            assertEquals("$2\r\nbc\r\n", ask(client, "*2\r\n$4\r\nLPOP\r\n$1\r\nq\r\n", 8));
            assertEquals("$-1\r\n", ask(client, "*2\r\n$4\r\nLPOP\r\n$1\r\nq\r\n", 5));
            assertEquals(":0\r\n", ask(client, "*2\r\n$4\r\nLLEN\r\n$1\r\nq\r\n", 4));
        }
    }

    @Test
    void answersManyCommandsThatComeAtOnce() throws Exception {
        try (NettyServer server = start(Transport.NIO, "queue"); Socket client = connect(server)) {
            assertEquals("+PONG\r\n".repeat(1000), ask(client, "*1\r\n$4\r\nPING\r\n".repeat(1000), 7000));
        }
    }

    @Test
    void answersWhatRedisBenchmarkAsks() throws Exception {
        try (NettyServer server = start(Transport.NIO, "queue"); Socket client = connect(server)) {
            assertEquals("+PONG\r\n", ask(client, "PING\r\n", 7));
            assertEquals("*2\r\n$4\r\nsave\r\n$0\r\n\r\n",
                    ask(client, "*3\r\n$6\r\nCONFIG\r\n$3\r\nGET\r\n$4\r\nsave\r\n", 20));
        }
    }

    @Test
    void saysWhatIsWrongWithACommand() throws Exception {
        try (NettyServer server = start(Transport.NIO, "queue"); Socket client = connect(server)) {
            String unknown = "-ERR unknown command 'FLY'\r\n";
            assertEquals(unknown, ask(client, "fly\r\n", unknown.length()));
            for (String command : new String[]{"ping a b", "echo", "rpush q", "lpop", "llen", "config"}) {
                String wrong = "-ERR wrong number of arguments for '" + command.split(" ", -1)[0] + "' command\r\n";
                assertEquals(wrong, ask(client, command + "\r\n", wrong.length()));
            }
        }
    }

    @Test
    void goesOnWhenAClientIsRudeOrLeaves() throws Exception {
        try (NettyServer server = start(Transport.NIO, "queue")) {
            try (Socket rude = connect(server)) {
                rude.getOutputStream().write("$x\r\n".getBytes(StandardCharsets.ISO_8859_1));
                assertEquals(-1, rude.getInputStream().read());
            }
            try (Socket leaving = connect(server)) {
                leaving.setSoLinger(true, 0);
                ask(leaving, "PING\r\n", 7);
            }
            try (Socket client = connect(server)) {
                assertEquals("+PONG\r\n", ask(client, "PING\r\n", 7));
            }
        }
    }

    @Test
    void saysHowItIsUsed() throws Exception {
        assertEquals(2, NettyServer.run());
        assertEquals(2, NettyServer.run("kqueue", "echo"));
        assertEquals(2, NettyServer.run("nio", "http"));
    }

    private static NettyServer start(Transport transport, String protocol) throws InterruptedException {
        String obstacle = transport.unavailable().orElse("");
        assertTrue(obstacle.isEmpty() || !MUST_BE_THERE, obstacle);
        assumeTrue(obstacle.isEmpty(), obstacle);
        return NettyServer.start(transport, protocol, 0);
    }

    private static Socket connect(NettyServer server) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port());
        client.setSoTimeout(30_000);
        return client;
    }

    private static String ask(Socket client, String request, int replyBytes) throws IOException {
        client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return new String(client.getInputStream().readNBytes(replyBytes), StandardCharsets.ISO_8859_1);
    }
}
