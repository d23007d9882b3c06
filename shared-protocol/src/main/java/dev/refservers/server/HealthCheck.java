package dev.refservers.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;

/**
 * Asks a server on this machine whether it serves: {@code HealthCheck} with the arguments, or in the environment, of
 * {@link Main}.
 *
 * <p>
 * Exits with 0 if it does, with 1 if not; either with one sentence. A server that is full does serve: it says so.
 */
public final class HealthCheck {

    private static final int LIMIT_MILLIS = 2_000;
    private static final int LONGEST_ANSWER_BYTES = 64;

    /** What a client may ask of each protocol, and how answers begin that only a server in good health gives. */
    private record Question(String asks, List<String> answers) {}

    private static final Map<String, Question> QUESTIONS = Map.of(
            "queue", new Question("PING\r\n", List.of("+PONG\r\n", "-ERR max number of clients reached\r\n")),
            "http", new Question("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                    List.of("HTTP/1.1 200 ", "HTTP/1.1 503 ")),
            // A full server closes without a word (rule 9.5 of the protocol).
            "echo", new Question("?", List.of("?", "")));

    private HealthCheck() {}

    /** See the class. */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.getenv(), LIMIT_MILLIS, System.out));
    }

    /** Returns the exit code, and tells {@code out} the reason. Waits for each step so long at most. */
    static int run(List<String> args, Map<String, String> environment, int limitMillis, PrintStream out) {
        Options options;
        boolean oneClient;
        try {
            options = Options.parse(args, environment);
            oneClient = Main.find(Architecture.class, options.architecture(), Architecture::name, "architecture")
                    .traits().contains(Trait.ONE_CLIENT_AT_A_TIME);
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage());
            return 2;
        }
        List<InetSocketAddress> places = places(options.address());
        String name = options.architecture() + " at " + AddressText.numeric(places.getFirst());
        Question question = QUESTIONS.getOrDefault(options.protocol(), new Question("", List.of("")));
        try (Socket socket = connected(places, limitMillis)) {
            socket.setSoTimeout(limitMillis);
            socket.getOutputStream().write(question.asks().getBytes(US_ASCII));
            String answer = question.asks().isEmpty() ? "" : answer(socket.getInputStream(), question);
            if (!question.answers().contains(answer)) {
                out.println(name + " answered '" + answer.strip() + "'.");
                return 1;
            }
            out.println(name + " serves.");
            return 0;
        } catch (SocketTimeoutException late) {
            if (oneClient) {
                out.println(name + " is there, and serves somebody else.");
                return 0;
            }
            out.println(name + " gave no answer within " + limitMillis + " ms.");
            return 1;
        } catch (IOException failure) {
            out.println(name + " cannot be asked: " + failure.getMessage());
            return 1;
        }
    }

    /** The answer that was hoped for as soon as it is there; otherwise what came. */
    private static String answer(InputStream in, Question question) throws IOException {
        StringBuilder answer = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            answer.append((char) next);
            if (question.answers().contains(answer.toString()) || answer.length() == LONGEST_ANSWER_BYTES) {
                break;
            }
        }
        return answer.toString();
    }

    /** A connection to the first of these that accepts one. */
    private static Socket connected(List<InetSocketAddress> places, int limitMillis) throws IOException {
        IOException why = new IOException("it has no address");
        for (InetSocketAddress place : places) {
            Socket socket = new Socket();
            try {
                socket.connect(place, limitMillis);
                return socket;
            } catch (IOException refused) {
                socket.close();
                why = refused;
            }
        }
        throw why;
    }

    /** Where a server is reached from here: one that listens on all addresses on the loopback, of its own family first. */
    private static List<InetSocketAddress> places(InetSocketAddress listening) {
        if (!listening.getAddress().isAnyLocalAddress()) {
            List<InetSocketAddress> all = Addresses.all(listening);
            return all.isEmpty() ? List.of(listening) : all;
        }
        List<String> loopback = listening.getAddress() instanceof Inet6Address
                ? List.of("::1", "127.0.0.1")
                : List.of("127.0.0.1", "::1");
        return loopback.stream().map(host -> new InetSocketAddress(host, listening.getPort())).toList();
    }
}
