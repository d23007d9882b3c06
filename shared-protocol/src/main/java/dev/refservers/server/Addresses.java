package dev.refservers.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A name may stand for several addresses, {@code localhost} for 127.0.0.1 and ::1, and a server listen at any. Any thread
 * may use it.
 */
public final class Addresses {

    private Addresses() {}

    /** All that the host of this address stands for, in the order in which they are tried; none if it is not known. */
    public static List<InetSocketAddress> all(InetSocketAddress named) {
        try {
            return Arrays.stream(InetAddress.getAllByName(named.getHostString()))
                    .map(address -> new InetSocketAddress(address, named.getPort())).toList();
        } catch (UnknownHostException unknown) {
            return List.of();
        }
    }

    /**
     * The first of them that accepts a connection, which is closed again.
     *
     * @throws IOException if none does, with what came of each as a phrase
     */
    public static InetSocketAddress listening(InetSocketAddress named, int connectMillis) throws IOException {
        List<InetSocketAddress> all = all(named);
        if (all.isEmpty()) {
            throw new IOException("the host '" + named.getHostString() + "' is not known");
        }
        return listening(all, connectMillis);
    }

    /**
     * The first of these that accepts a connection, which is closed again.
     *
     * @throws IOException if none does, with what came of each as a phrase
     */
    static InetSocketAddress listening(List<InetSocketAddress> all, int connectMillis) throws IOException {
        List<String> refusals = new ArrayList<>();
        for (InetSocketAddress address : all) {
            try (Socket socket = new Socket()) {
                socket.connect(address, connectMillis);
                return address;
            } catch (IOException refused) {
                refusals.add((all.size() == 1 ? "" : address.getAddress().getHostAddress() + ": ")
                        + refused.getMessage());
            }
        }
        throw new IOException(String.join(", ", refusals));
    }
}
