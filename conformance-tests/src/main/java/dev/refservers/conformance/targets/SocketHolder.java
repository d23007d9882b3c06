package dev.refservers.conformance.targets;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds out which process of a server holds a connection, from proc(5). */
final class SocketHolder {

    private SocketHolder() {}

    /** The id of the process that holds the server's end; a child before its parent. */
    static long find(ProcessHandle server, int serverPort, int clientPort) throws IOException {
        String socket = "socket:[" + inode(serverPort, clientPort) + "]";
        List<ProcessHandle> candidates = Stream.concat(server.descendants(), Stream.of(server)).toList();
        for (ProcessHandle candidate : candidates) {
            if (holds(candidate.pid(), socket)) {
                return candidate.pid();
            }
        }
        throw new IOException("no process of the server holds the connection from port " + clientPort);
    }

    private static String inode(int serverPort, int clientPort) throws IOException {
        String local = ":%04X".formatted(serverPort);
        String remote = ":%04X".formatted(clientPort);
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > 9 && fields[1].endsWith(local) && fields[2].endsWith(remote)) {
                    return fields[9];
                }
            }
        }
        throw new IOException("the kernel knows no connection from port " + clientPort + " to port " + serverPort);
    }

    private static boolean holds(long pid, String socket) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (refersTo(descriptor, socket)) {
                    return true;
                }
            }
        } catch (NoSuchFileException gone) {
            return false;
        }
        return false;
    }

    private static boolean refersTo(Path descriptor, String socket) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(socket);
        } catch (NoSuchFileException closed) {
            return false;
        }
    }
}
