package dev.refservers.comparison.load;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The requests of our protocols that scenarios are made of. */
final class Requests {

    static final Set<String> PROTOCOLS = Set.of("queue", "echo", "http");

    private static final String ELEMENT = "element " + Exchange.STAMP;

    private Requests() {}

    /**
     * The least that a protocol can be asked: {@code PING}, 64 bytes to echo, or {@code GET /}.
     *
     * @throws IllegalArgumentException when the protocol is unknown
     */
    static Exchange least(String protocol, int connection) {
        return switch (protocol) {
            case "queue" -> new Exchange(command("PING"), "+PONG\r\n");
            case "echo" -> {
                String line = ("connection %05d says %s ".formatted(connection, Exchange.STAMP) + ".".repeat(64))
                        .substring(0, 62) + "\r\n";
                yield new Exchange(line, line);
            }
            case "http" -> new Exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, world!");
            default -> throw new IllegalArgumentException("no request is known for protocol '" + protocol + "'");
        };
    }

    /** Whether a request of {@code queue} is one of those that touch no queue. */
    static boolean namesNoQueue(String request) {
        return request.equals(command("PING")) || request.startsWith("*2\r\n$4\r\nECHO\r\n");
    }

    /** A push of 16 bytes to the connection's own queue, which must be empty. */
    static Exchange push(int connection) {
        return new Exchange(command("RPUSH", queue(connection), ELEMENT), ":1\r\n");
    }

    /** A pop of what {@link #push} has pushed in the same round. */
    static Exchange pop(int connection) {
        return new Exchange(command("LPOP", queue(connection)), bulk(ELEMENT));
    }

    /** A push of so many bytes to the connection's own queue, which must be empty. */
    static Exchange push(int connection, int bytes) {
        return new Exchange(pushOnly(queue(connection), bytes), ":1\r\n");
    }

    /** A pop of what {@link #push(int, int)} has pushed in the same round. */
    static Exchange pop(int connection, int bytes) {
        return new Exchange(popOnly(queue(connection)), bulk(element(bytes)));
    }

    /** A pop from a queue that stays empty, which takes 50 ms. */
    static Exchange popNothing(int connection, int millis) {
        return new Exchange(command("BLPOP", queue(connection), Double.toString(millis / 1e3)), "*-1\r\n");
    }

    /** A pop of what {@link #hand} pushes in the same round, however long that takes. */
    static Exchange await(int pair) {
        return new Exchange(command("BLPOP", queue(pair), "0"), "*2\r\n" + bulk(queue(pair)) + bulk(ELEMENT));
    }

    /** A push to a queue that is empty but for this, whether or not somebody waits there. */
    static Exchange hand(int pair) {
        return push(pair);
    }

    /** The request to push so many bytes. */
    static String pushOnly(String queue, int bytes) {
        return command("RPUSH", queue, element(bytes));
    }

    /** The request to pop. */
    static String popOnly(String queue) {
        return command("LPOP", queue);
    }

    /** A line of so many bytes, to be echoed. */
    static Exchange line(int bytes) {
        String line = element(bytes - 2) + "\r\n";
        return new Exchange(line, line);
    }

    private static String element(int bytes) {
        return ELEMENT + ".".repeat(bytes - ELEMENT.length());
    }

    private static String queue(int connection) {
        return "compare:" + connection;
    }

    private static String command(String... words) {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append(bulk(word));
        }
        return command.toString();
    }

    private static String bulk(String text) {
        return "$" + text.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n" + text + "\r\n";
    }
}
