package dev.refservers.conformance.targets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that answers every line with +OK, until one says HANG: after it nobody is answered any more. */
final class HangingServer {

    private static volatile boolean hangs;

    private HangingServer() {}

    /** Port: the first argument. */
    public static void main(String[] args) throws IOException {
        try (ServerSocket listening = new ServerSocket(Integer.parseInt(args[0]), 50,
                InetAddress.getLoopbackAddress())) {
            System.out.println("hanging listens on 127.0.0.1:" + listening.getLocalPort() + " (protocol queue)");
            while (true) {
                Socket socket = listening.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                // The names of commands; what RESP has around them is no word.
                if (line.matches("[A-Z]+")) {
                    hangs |= line.equals("HANG");
                    if (!hangs) {
                        socket.getOutputStream().write("+OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                }
            }
        } catch (IOException gone) {
            System.out.println("a client is gone: " + gone.getMessage());
        }
    }
}
