package dev.refservers.fuzzing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one connection of the fuzzer makes of what comes, be it without end. */
final class LineTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Sends the beginning, and then the same piece for ever. */
    private static void flood(ServerSocket listening, String beginning, String piece) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listening.accept()) {
                socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
                byte[] pieces = piece.repeat(65536 / piece.length()).getBytes(StandardCharsets.ISO_8859_1);
                while (!listening.isClosed()) {
                    socket.getOutputStream().write(pieces);
                }
            } catch (IOException left) {
                assertTrue(listening.isBound());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ x", "*2147483647\r\n :1\r\n", "$2147483647\r\n x", "*1\r\n *1\r\n", "%9\r\n %9\r\n",
        ":1\r\n :1\r\n"})
    void aFloodIsReadToABoundAndNoFurther(String flood) {
        String[] parts = flood.split(" ", 2);
        assertTimeoutPreemptively(SOON, () -> {
            try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    Selector selector = Selector.open()) {
                flood(listening, parts[0], parts[1]);
                Line line = new Line("a", (InetSocketAddress) listening.getLocalSocketAddress(), selector);
                ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
                while (line.end() == Line.End.NOT_YET) {
                    boolean any = line.read(buffer);
                    assertTrue(any || line.isOpen());
                }
                assertTrue(line.rest().size() <= 66 << 20, () -> line.rest().size() + " bytes are held");
                assertTrue(!line.replies().isEmpty());
                line.close(true);
            }
        });
    }

    private static List<Integer> ends(String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        List<Integer> ends = new ArrayList<>();
        ReplySplitter splitter = new ReplySplitter(0);
        for (int there = Math.min(piece, bytes.length);; there = Math.min(there + piece, bytes.length)) {
            for (int to = splitter.endOf(bytes, there); to != ReplySplitter.INCOMPLETE
                    && to > (ends.isEmpty() ? 0 : ends.getLast()); to = splitter.endOf(bytes, there)) {
                ends.add(to);
                splitter = new ReplySplitter(to);
            }
            if (there == bytes.length) {
                return ends;
            }
        }
    }

    @Test
    void repliesEndWhereTheyEndHoweverTheyAreCut() {
        String text = "+OK\r\n$3\r\na\r\n\r\n*2\r\n:1\r\n*1\r\n$-1\r\n*0\r\n%1\r\n+k\r\n=5\r\ntxt:x\r\n*-1\r\n_\r\n-ERR\r\n";
        List<Integer> whole = ends(text, text.length());
        assertEquals(8, whole.size());
        assertEquals(text.length(), whole.getLast());
        for (int piece = 1; piece < text.length(); piece++) {
            assertEquals(whole, ends(text, piece), "in pieces of " + piece);
        }
    }

    @Test
    void arraysWithinOneAnotherCostNoStack() {
        String deep = "*1\r\n".repeat(200_000);
        assertEquals(ReplySplitter.INCOMPLETE,
                new ReplySplitter(0).endOf(deep.getBytes(StandardCharsets.ISO_8859_1), deep.length()));
        String whole = deep + ":1\r\n";
        assertEquals(whole.length(),
                new ReplySplitter(0).endOf(whole.getBytes(StandardCharsets.ISO_8859_1), whole.length()));
    }
}
