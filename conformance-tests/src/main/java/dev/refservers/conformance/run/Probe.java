package dev.refservers.conformance.run;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a server, beside all scripts, whether it is still there. */
final class Probe {

    private static final int MOST_BYTES = 4096;

    private Probe() {}

    /** What became of the question. */
    enum Found {
        /** Something came, or the connection was ended: somebody is there. */
        ANSWERS,
        /** The connection was made, and nothing came. */
        MUTE,
        /** Nobody listens. */
        REFUSED
    }

    /** Connects and says what is answered in any case; waits no longer than {@code limit}. */
    static Found ask(InetSocketAddress server, String protocol, Duration limit) {
        try (Socket socket = new Socket()) {
            socket.connect(server, (int) limit.toMillis());
            socket.setSoTimeout((int) limit.toMillis());
            socket.getOutputStream().write(question(protocol).getBytes(StandardCharsets.US_ASCII));
            if (isAnswered(socket.getInputStream(), protocol.equals("http"), limit)) {
                return Found.ANSWERS;
            }
        } catch (ConnectException nobody) {
            return Found.REFUSED;
        } catch (SocketTimeoutException nothing) {
            return Found.MUTE;
        } catch (IOException reset) {
            return listens(server, limit) ? Found.ANSWERS : Found.REFUSED;
        }
        // A server that dies takes connections with it that the kernel had completed before.
        return listens(server, limit) ? Found.ANSWERS : Found.REFUSED;
    }

    /**
     * Reads the answer to its end: to close before would be a reset, which is not what this is about. What comes byte by
     * byte and has no end within the limit is no answer.
     */
    private static boolean isAnswered(InputStream in, boolean toTheEnd, Duration limit) throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        int bytes = 0;
        for (int read = in.read(); read >= 0; read = in.read()) {
            bytes++;
            if ((!toTheEnd && read == '\n') || bytes == MOST_BYTES) {
                return true;
            }
            if (System.nanoTime() - until >= 0) {
                throw new SocketTimeoutException("the answer has no end");
            }
        }
        return bytes > 0;
    }

    /** Whether somebody listens. */
    static boolean listens(InetSocketAddress server, Duration limit) {
        try (Socket socket = new Socket()) {
            socket.connect(server, (int) limit.toMillis());
            return true;
        } catch (ConnectException nobody) {
            return false;
        } catch (IOException busy) {
            return true;
        }
    }

    private static String question(String protocol) {
        return switch (protocol) {
            case "queue" -> "PING\r\n";
            case "http" -> "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            default -> "Are you there?\r\n";
        };
    }
}
