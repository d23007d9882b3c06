package dev.refservers.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A blocking client that gives up after ten seconds rather than hang. Used by one thread. */
public final class Client implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** Connects to it. */
    public Client(InetSocketAddress server) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        // Otherwise a client's last acknowledgement may wait for 40 ms, and with it the next small request.
        socket.setTcpNoDelay(true);
        socket.connect(server, PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    /** Sends this, one byte for each character. */
    public Client send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** The next {@code length} bytes. */
    public String receive(int length) throws IOException {
        return new String(in.readNBytes(length), ISO_8859_1);
    }

    /** The next line without its end; what came before the end of input, if there is no more. */
    public String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** Reads and drops this many bytes. */
    public void skip(long length) throws IOException {
        in.skipNBytes(length);
    }

    /** All that comes until the server closes. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /** Says that it sends no more. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes so that the server gets a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
