package dev.refservers.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HealthCheckTest {

    private static final int PATIENT_MILLIS = 30_000;
    private static final int IMPATIENT_MILLIS = 50;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int check(String name, int port, String protocol, int limitMillis) {
        return HealthCheck.run(List.of(name, "--host", "0.0.0.0"),
                Map.of("REFSERVERS_PORT", String.valueOf(port), "REFSERVERS_PROTOCOL", protocol), limitMillis,
                new PrintStream(out, true, UTF_8));
    }

    private String said() {
        return out.toString(UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            queue | PING\\r\\n         | +PONG\\r\\n                                   | 0
            queue | PING\\r\\n         | -ERR max number of clients reached\\r\\n      | 0
            queue | PING\\r\\n         | -ERR unknown command 'PING'\\r\\n             | 1
            queue | PING\\r\\n         | ''                                            | 1
            http  | HEAD / HTTP/1.1    | HTTP/1.1 200 OK\\r\\nContent-Length: 13\\r\\n | 0
            http  | HEAD / HTTP/1.1    | HTTP/1.1 503 Service Unavailable\\r\\n        | 0
            http  | HEAD / HTTP/1.1    | HTTP/1.1 404 Not Found\\r\\n                  | 1
            echo  | ?                  | ?                                             | 0
            echo  | ?                  | !                                             | 1
            echo  | ?                  | ''                                            | 0
            """)
    void itAsksInTheServersProtocolAndJudgesTheAnswer(String protocol, String asks, String answer, int exit)
            throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(
                    () -> answerOnce(listener, unescape(asks).length(), unescape(answer)));
            assertEquals(exit, check("idle", listener.getLocalPort(), protocol, PATIENT_MILLIS), this::said);
            assertEquals(unescape(asks), asked.join());
            String expected = exit == 0 ? " serves." : " answered '" + unescape(answer).strip() + "'.";
            assertTrue(said().startsWith("idle at 127.0.0.1:") && said().endsWith(expected + "\n"), said());
        }
    }

    private static String answerOnce(ServerSocket listener, int askedBytes, String answer) {
        try (Socket client = listener.accept()) {
            byte[] asked = client.getInputStream().readNBytes(askedBytes);
            client.getOutputStream().write(answer.getBytes(UTF_8));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
            return new String(asked, UTF_8);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String unescape(String text) {
        return text.replace("\\r\\n", "\r\n");
    }

    @Test
    void aServerThatDoesNotAnswerIsNotInGoodHealth() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(1, check("idle", listener.getLocalPort(), "queue", IMPATIENT_MILLIS));
            assertTrue(said().endsWith(" gave no answer within 50 ms.\n"), said());
        }
    }

    @Test
    void aServerOfOneClientAtATimeMayBeServingAnother() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(0, check("alone", listener.getLocalPort(), "queue", IMPATIENT_MILLIS));
            assertTrue(said().endsWith(" is there, and serves somebody else.\n"), said());
        }
    }

    @Test
    void aServerThatIsNotThereIsNotInGoodHealth() throws IOException {
        // Its port is taken, so that nobody else can listen there, but it doesn't listen itself.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertEquals(1, check("alone", taken.getLocalPort(), "queue", PATIENT_MILLIS));
            assertTrue(said().contains(" cannot be asked: "), said());
        }
    }

    @Test
    void ofAProtocolThatItDoesNotKnowItAsksNothing() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(0, check("idle", listener.getLocalPort(), "gopher", PATIENT_MILLIS), this::said);
        }
    }

    @Test
    void wrongOptionsAreWrongUsage() {
        assertEquals(2, check("nobody", 1, "queue", PATIENT_MILLIS));
        assertTrue(said().startsWith("No architecture is called 'nobody'"), said());
    }
}
