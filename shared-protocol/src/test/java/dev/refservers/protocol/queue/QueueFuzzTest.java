package dev.refservers.protocol.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.SessionProbe;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests that went wrong on their way: 100,000 of them, from a seed, so that a failure comes again. */
final class QueueFuzzTest {

    private static final int REQUESTS = 100_000;
    private static final long SEED = 20_251_120;

    private static final List<String> GOOD = List.of("*1\r\n$4\r\nPING\r\n", "*2\r\n$4\r\nECHO\r\n$5\r\nhe\r\no\r\n",
            "*4\r\n$5\r\nRPUSH\r\n$1\r\nq\r\n$3\r\none\r\n$3\r\ntwo\r\n", "*3\r\n$4\r\nLPOP\r\n$1\r\nq\r\n$1\r\n2\r\n",
            "*4\r\n$6\r\nLRANGE\r\n$1\r\nq\r\n$2\r\n-5\r\n$1\r\n9\r\n",
            "*3\r\n$5\r\nBLPOP\r\n$1\r\nw\r\n$4\r\n0.01\r\n", "*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n",
            "*5\r\n$5\r\nLMOVE\r\n$1\r\nq\r\n$1\r\nr\r\n$4\r\nLEFT\r\n$5\r\nRIGHT\r\n",
            "*6\r\n$6\r\nBLMPOP\r\n$1\r\n1\r\n$1\r\n1\r\n$1\r\nw\r\n$4\r\nLEFT\r\n$5\r\nCOUNT\r\n", "PING\r\n",
            "RPUSH \"a b\" 'it\\'s' \"\\x41\\n\"\r\n", "CLIENT LIST ID 1\r\n", "CONFIG GET *m?x*[a-z]\r\n", "INFO\r\n",
            "COMMAND DOCS ping\r\n", "CLIENT UNBLOCK 1 ERROR\r\n", "HELLO 3 AUTH default x SETNAME me\r\n",
            "RESET\r\n", "FLUSHALL\r\n", "QUIT\r\n");

    private static final String ODD = "*-1$0123456789\r\n\"'\\x ";

    private final Random random = new Random(SEED);

    @Test
    void noRequestEverStopsASessionOrDisturbsAnother() {
        QueueFixture queues = new QueueFixture();
        SessionProbe bystander = queues.connect();
        SessionProbe client = queues.connect();
        for (int i = 0; i < REQUESTS; i++) {
            String request = mutated(GOOD.get(random.nextInt(GOOD.size())));
            int cut = random.nextInt(request.length() + 1);
            try {
                client.send(request.substring(0, cut)).send(request.substring(cut)).elapse(20_000_000);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("request " + i + " of seed " + SEED + ": " + request, failure);
            }
            assertWellFormed(client.received(), request);
            if (client.session().outputEnded() || i % 100 == 99) {
                client.session().close();
                client = queues.connect();
            }
            if (i % 1_000 == 0) {
                assertEquals("+PONG\r\n", bystander.send("PING\r\n").received());
            }
        }
    }

    private String mutated(String good) {
        StringBuilder request = new StringBuilder(good);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(request.length());
            switch (random.nextInt(6)) {
                case 0 -> request.setCharAt(at, (char) random.nextInt(256));
                case 1 -> request.insert(at, (char) random.nextInt(256));
                case 2 -> request.deleteCharAt(at);
                case 3 -> request.setLength(at + 1);
                case 4 -> request.insert(at, ODD.charAt(random.nextInt(ODD.length())));
                default -> request.append(GOOD.get(random.nextInt(GOOD.size())));
            }
            if (request.isEmpty()) {
                return "\r\n";
            }
        }
        return request.toString();
    }

    /** Replies must be such that a client can read them to the last byte. */
    private static void assertWellFormed(String replies, String request) {
        ByteBuffer rest = ByteBuffer.wrap(replies.getBytes(ISO_8859_1));
        while (rest.hasRemaining()) {
            readReply(rest, request);
        }
    }

    private static void readReply(ByteBuffer in, String request) {
        String line = readLine(in, request);
        char type = line.charAt(0);
        switch (type) {
            case '+', '-', '_' -> assertTrue(line.indexOf('\r') < 0, line);
            case ':' -> Long.parseLong(line.substring(1));
            case '$', '=' -> {
                int length = Integer.parseInt(line.substring(1));
                if (length >= 0) {
                    in.position(in.position() + length);
                    assertEquals("", readLine(in, request));
                }
            }
            case '*', '%', '~' -> {
                int length = Integer.parseInt(line.substring(1)) * (type == '%' ? 2 : 1);
                for (int i = 0; i < length; i++) {
                    readReply(in, request);
                }
            }
            default -> throw new AssertionError("no reply begins with " + type + ", after " + request);
        }
    }

    private static String readLine(ByteBuffer in, String request) {
        StringBuilder line = new StringBuilder();
        while (in.hasRemaining()) {
            line.append((char) (in.get() & 0xff));
            if (line.length() >= 2 && line.substring(line.length() - 2).equals("\r\n")) {
                return line.substring(0, line.length() - 2);
            }
        }
        throw new AssertionError("a line without an end: " + line + ", after " + request);
    }
}
