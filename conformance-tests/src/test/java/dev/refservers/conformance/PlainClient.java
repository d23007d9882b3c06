package dev.refservers.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of the queue protocol that blocks, with nothing clever about it. Used by one thread. */
public final class PlainClient implements AutoCloseable {

    /** Nobody waits for longer than this: what takes longer hangs. */
    private static final int LIMIT_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    public PlainClient(InetSocketAddress server) throws IOException {
        socket.connect(server, LIMIT_MILLIS);
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends these bytes, each a character of ISO 8859-1. */
    public void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    }

    /** Sends a command, and reads its reply: a text, a number, a list, or null. */
    public @Nullable Object ask(String... words) throws IOException {
        send(command(words));
        return reply();
    }

    /** Sends several commands in one piece. */
    public void sendAll(List<String[]> requests) throws IOException {
        StringBuilder all = new StringBuilder();
        requests.forEach(words -> all.append(command(words)));
        send(all.toString());
    }

    /** Sends several commands in one piece, reads a reply to each, and returns the last one. */
    public @Nullable Object askAll(List<String[]> requests) throws IOException {
        sendAll(requests);
        for (int i = 1; i < requests.size(); i++) {
            reply();
        }
        return reply();
    }

    /** The words as a request. */
    public static String command(String... words) {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return command.toString();
    }

    @Nullable
    Object reply() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case ':' -> Long.valueOf(rest);
            case '$' -> rest.equals("-1") ? null : bulk(Integer.parseInt(rest));
            case '*' -> rest.equals("-1") ? null : array(Integer.parseInt(rest));
            default -> throw new IOException("not expected: " + line);
        };
    }

    private String bulk(int length) throws IOException {
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("in the middle of a bulk");
        }
        return new String(bytes, 0, length, ISO_8859_1);
    }

    private List<@Nullable Object> array(int length) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            array.add(reply());
        }
        return array;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed by the server");
            }
            line.append((char) b);
        }
        line.setLength(line.length() - 1);
        return line.toString();
    }

    /** Reads the head of an HTTP response without a body; returns its first line. */
    String head() throws IOException {
        String first = line();
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (!line.contains(":")) {
                throw new IOException("no header field: " + line);
            }
        }
        return first;
    }

    /** Sends no more, and reads all that still comes. */
    String finish() throws IOException {
        socket.shutdownOutput();
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /** Closes by a reset: what was sent may be lost on the way, and what comes is. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
