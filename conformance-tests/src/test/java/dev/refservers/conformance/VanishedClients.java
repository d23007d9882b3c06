package dev.refservers.conformance;

import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process in a network of its own: has a client of each architecture wait, takes the network down for as long as the
 * servers need to notice, and asks each whether it still counts on that client.
 */
final class VanishedClients {

    /** How the line ends about an architecture that has noticed. */
    static final String NOTICED = "has noticed";

    private static final int KEEPALIVE_SECONDS = 1;

    /** One until the kernel asks, three until it has had no answer, and one for a machine that is busy. */
    private static final long DOWN_MILLIS = 5_000;

    /** A process for the client may have to start, and another to end. */
    private static final int PATIENCE_MILLIS = 30_000;

    private record Trial(String name, Server server, Socket vanished) {}

    private VanishedClients() {}

    public static void main(String[] args) throws Exception {
        network("up");
        List<Trial> trials = new ArrayList<>();
        for (Architecture architecture : KeepaliveTest.architectures().toList()) {
            Server server = KeepaliveTest.start(architecture, KEEPALIVE_SECONDS);
            Socket vanishing = connect(server);
            say(vanishing, "PING\r\n", "+PONG\r\n");
            say(vanishing, "BLPOP jobs 0\r\n", "");
            trials.add(new Trial(architecture.name(), server, vanishing));
        }
        network("down");
        TimeUnit.MILLISECONDS.sleep(DOWN_MILLIS);
        network("up");
        for (Trial trial : trials) {
            try (Socket next = connect(trial.server)) {
                say(next, "RPUSH jobs x\r\nLLEN jobs\r\n", ":1\r\n:1\r\n");
                System.out.println(trial.name + " " + NOTICED);
            } catch (IOException notSo) {
                System.out.println(trial.name + " has not: " + notSo.getMessage());
            }
            trial.vanished.close();
        }
        for (Trial trial : trials) {
            trial.server.close();
        }
        System.exit(0);
    }

    private static void network(String state) throws IOException, InterruptedException {
        if (new ProcessBuilder("ip", "link", "set", "lo", state).inheritIO().start().waitFor() != 0) {
            throw new IOException("the network does not go " + state);
        }
    }

    private static Socket connect(Server server) throws IOException {
        Socket client = new Socket(server.address().getAddress(), server.address().getPort());
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    private static void say(Socket client, String request, String reply) throws IOException {
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = client.getInputStream();
        String came = new String(in.readNBytes(reply.length()), StandardCharsets.US_ASCII);
        if (!came.equals(reply)) {
            throw new IOException("'" + came.strip() + "' came");
        }
    }
}
