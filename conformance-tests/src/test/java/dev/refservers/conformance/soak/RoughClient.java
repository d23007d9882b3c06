package dev.refservers.conformance.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;

/** Clients of every kind, in random order: those that part in good order, those that reset, those that just stop. */
final class RoughClient {

    private static final int LIMIT_MILLIS = 60_000;
    private static final int PIPELINED = 20;
    private static final int LARGE_BYTES = 300_000;

    private final InetSocketAddress server;
    private final Random random;
    private final String key;

    /** A client of its own for each thread; {@code number} makes its order of events and its key its own. */
    RoughClient(InetSocketAddress server, int number) {
        this.server = server;
        this.random = new Random(number);
        this.key = "soak" + number;
    }

    /** Connects once, and parts again. */
    void comeAndGo() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            switch (random.nextInt(7)) {
                case 0 -> ask(socket, "PING\r\n".repeat(PIPELINED), "+PONG\r\n".repeat(PIPELINED));
                case 1 -> pushPopAndHalfClose(socket);
                case 2 -> {
                    send(socket, "*2\r\n$4\r\nECHO\r\n$1000\r\nhalf a request");
                    reset(socket);
                }
                case 3 -> {
                    send(socket, "BLPOP nowhere 0\r\n");
                    if (random.nextBoolean()) {
                        reset(socket);
                    }
                }
                case 4 -> {
                    sendMuchAndReadLittle(socket);
                    reset(socket);
                }
                case 5 -> {
                    send(socket, "*1\r\n$-5\r\n");
                    expect(socket, "-ERR Protocol error: invalid bulk length\r\n");
                }
                default -> {
                    if (random.nextBoolean()) {
                        reset(socket);
                    }
                }
            }
        }
    }

    private void pushPopAndHalfClose(Socket socket) throws IOException {
        StringBuilder pushed = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= PIPELINED; i++) {
            pushed.append("RPUSH ").append(key).append(" element").append(i).append("\r\n");
            expected.append(':').append(i).append("\r\n");
        }
        pushed.append("LPOP ").append(key).append(' ').append(PIPELINED).append("\r\n");
        expected.append('*').append(PIPELINED).append("\r\n");
        for (int i = 1; i <= PIPELINED; i++) {
            expected.append('$').append(("element" + i).length()).append("\r\nelement").append(i).append("\r\n");
        }
        send(socket, pushed.toString());
        socket.shutdownOutput();
        expect(socket, expected.toString());
        if (socket.getInputStream().read() >= 0) {
            throw new IOException("more than was asked for");
        }
    }

    private void sendMuchAndReadLittle(Socket socket) throws IOException {
        send(socket, "*2\r\n$4\r\nECHO\r\n$" + LARGE_BYTES + "\r\n" + "x".repeat(LARGE_BYTES) + "\r\n");
        InputStream in = socket.getInputStream();
        if (in.readNBytes(1 + random.nextInt(LARGE_BYTES)).length == 0) {
            throw new IOException("closed by the server");
        }
    }

    private void ask(Socket socket, String request, String reply) throws IOException {
        send(socket, request);
        expect(socket, reply);
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    }

    private static void expect(Socket socket, String expected) throws IOException {
        String came = new String(socket.getInputStream().readNBytes(expected.length()), ISO_8859_1);
        if (!came.equals(expected)) {
            throw new IOException("expected " + expected + " and got " + came);
        }
    }

    /** The socket will be closed by a reset: RFC 9293, 3.10.4, ABORT. */
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
    }
}
