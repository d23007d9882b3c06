package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.targets.Target;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Clients who ask a server with a small heap to hold all they can think of are refused before it is full. */
final class FullHeapTest {

    /** Sessions are the same everywhere: these wait in different ways while their clients do not read. */
    private static final List<String> ATTACKED = List.of("select", "virtual", "uring", "prefork");

    private static final Pattern PORT = Pattern.compile("listens on .*:(\\d+) ");
    private static final String REFUSED = "-OOM command not allowed when used memory > 'maxmemory'.";
    private static final int PUSHES = 600;
    private static final int VALUE_BYTES = 100_000;
    private static final int BATCH = 1_000;

    /** Such a push does not count when half of it has come: its client is served however full all is. */
    private static final int ELEMENTS = 3;
    private static final int SECONDS = 60;

    @TempDir
    Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> pushesAndLongRepliesAreRefusedInTime() {
        return twoAtATime(Quick.architectures(), "pushes", (target, port) -> {
            push(port);
            awaitRoom(port);
            askForLongReplies(port, target.lacks().containsKey(Capability.CONCURRENT_CLIENTS) ? 0 : 30);
        });
    }

    @TestFactory
    Stream<DynamicTest> whateverElseIsHeldIsRefusedInTime() {
        return twoAtATime(
                Quick.architectures().stream().filter(target -> ATTACKED.contains(target.name())).toList(),
                "attacks", (_, port) -> attack(port));
    }

    /** Each takes a second or more, most of it for the start of its server. */
    private Stream<DynamicTest> twoAtATime(List<Target> targets, String name, Attack attack) {
        List<FutureTask<Void>> tasks = new ArrayList<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (Target target : targets) {
            FutureTask<Void> task = new FutureTask<>(() -> {
                holds(target, name, attack);
                return null;
            });
            tasks.add(task);
            tests.add(DynamicTest.dynamicTest(target.name(), () -> {
                try {
                    task.get();
                } catch (ExecutionException failed) {
                    throw Objects.requireNonNull(failed.getCause());
                }
            }));
        }
        ExecutorService two = Executors.newFixedThreadPool(2);
        tasks.forEach(two::execute);
        two.shutdown();
        return tests.stream();
    }

    private interface Attack {
        void on(Target target, int port) throws IOException;
    }

    private void holds(Target target, String name, Attack attack) throws Exception {
        assumeTrue(target.unavailable().isEmpty(), () -> target.unavailable().orElseThrow());
        Path log = folder.resolve(target.name() + "-" + name);
        ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp", OwnClassPath.ofServers(),
                "dev.refservers.server.Main", target.name(), "--port", "0").redirectError(log.toFile());
        // Of workers, too.
        java.environment().put("JDK_JAVA_OPTIONS", "-Xmx64m");
        Process server = java.start();
        try (BufferedReader output = server.inputReader()) {
            Matcher port = PORT.matcher(String.valueOf(output.readLine()));
            assertTrue(port.find(), Files.readString(log));
            int number = Integer.parseInt(port.group(1));
            attack.on(target, number);
            awaitRoom(number);
            server.toHandle().destroy();
            assertTrue(server.waitFor(SECONDS, TimeUnit.SECONDS), "it goes on after SIGTERM");
            assertEquals(0, server.exitValue(), Files.readString(log));
            assertTrue(!Files.readString(log).contains("OutOfMemoryError"), Files.readString(log));
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly().waitFor();
        }
    }

    private void push(int port) throws IOException {
        try (Peer client = new Peer(port)) {
            int pushed = 0;
            for (int i = 0; i < PUSHES; i++) {
                String reply = client.ask("RPUSH", "k", "x".repeat(VALUE_BYTES));
                if (!reply.equals(REFUSED)) {
                    assertEquals(":" + ++pushed, reply);
                }
            }
            assertTrue(pushed > 100 && pushed < 200, "of 64 MiB it holds " + pushed + " values of " + VALUE_BYTES);
            assertEquals("$" + VALUE_BYTES, client.ask("LPOP", "k"));
            client.line();
            assertEquals(":" + pushed, client.ask("RPUSH", "k", "x".repeat(VALUE_BYTES)));
        }
    }

    private void attack(int port) throws IOException {
        List<Peer> deaf = new ArrayList<>();
        try {
            pushKeys(port);
            // Each waits for as many keys as it may.
            for (int i = 0; i < 38; i++) {
                deaf.add(new Peer(port).send(wait(20_000 / (i + 1))));
            }
            for (int i = 0; i < 20; i++) {
                deaf.add(new Peer(port).send("CLIENT", "SETNAME", "n".repeat(300_000)));
                deaf.add(new Peer(port).sendHalf("RPUSH", "half", "x".repeat(3_000_000)));
            }
            try (Peer client = new Peer(port)) {
                assertEquals("+PONG", client.ask("PING"));
                assertEquals("+OK", client.ask("FLUSHALL"));
            }
            closeAll(deaf);
            awaitRoom(port);
            for (int i = 0; i < 5; i++) {
                pushAndTake(port, deaf);
            }
        } finally {
            closeAll(deaf);
        }
    }

    /** Little is asked, and far more is to be answered, to many at once and to one. */
    private static void askForLongReplies(int port, int clients) throws IOException {
        List<Peer> named = new ArrayList<>();
        // Before the others ask: while they hold all there is, half a request as long as its name ends a client.
        try (Peer executing = named(port)) {
            for (int i = 0; i < clients; i++) {
                named.add(named(port));
            }
            for (Peer each : named) {
                each.send("CLIENT", "LIST").send("CLIENT", "LIST").send("CLIENT", "LIST");
            }
            execute(executing, 1_000, "CLIENT", "LIST");
        } finally {
            closeAll(named);
        }
        awaitRoom(port);
        try (Peer executing = named(port)) {
            execute(executing, 1_000, "CLIENT", "GETNAME");
        }
        awaitRoom(port);
        try (Peer executing = named(port)) {
            execute(executing, 5_000, "COMMAND", "DOCS");
        }
        awaitRoom(port);
        for (String what : List.of("DOCS", "INFO")) {
            String[] words = new String[200_000];
            Arrays.fill(words, "BLMPOP");
            words[0] = "COMMAND";
            words[1] = what;
            try (Peer client = new Peer(port)) {
                assertEquals(REFUSED, client.ask(words));
            }
        }
    }

    private static Peer named(int port) throws IOException {
        Peer client = new Peer(port);
        assertEquals("+OK", client.ask("CLIENT", "SETNAME", "n".repeat(60_000)));
        return client;
    }

    /** All in one transaction, of whose replies only the first line is read. */
    private static void execute(Peer client, int times, String... words) throws IOException {
        assertEquals("+OK", client.ask("MULTI"));
        client.write(PlainClient.command(words).repeat(times));
        for (int i = 0; i < times; i++) {
            assertEquals("+QUEUED", client.line());
        }
        assertEquals("*" + times, client.ask("EXEC"));
    }

    private static void closeAll(List<Peer> peers) throws IOException {
        for (Peer each : peers) {
            each.close();
        }
        peers.clear();
    }

    /** Clients that have gone give back what they held, as soon as the server has noticed. */
    private static void awaitRoom(int port) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        String reply = "";
        while (!reply.equals(":1") && System.nanoTime() < until) {
            try (Peer client = new Peer(port)) {
                assertEquals("+PONG", client.ask("PING"));
                assertEquals("+OK", client.ask("FLUSHALL"));
                reply = client.ask("RPUSH", "k", "x".repeat(VALUE_BYTES));
            }
        }
        assertEquals(":1", reply);
    }

    /** As many keys of one small element as there is room for, in batches. */
    private static void pushKeys(int port) throws IOException {
        try (Peer client = new Peer(port)) {
            int refused = 0;
            for (int i = 0; refused == 0 && i < 400_000; i += BATCH) {
                for (int k = i; k < i + BATCH; k++) {
                    client.send("RPUSH", "key" + k, "x");
                }
                for (int k = 0; k < BATCH; k++) {
                    refused += client.line().equals(REFUSED) ? 1 : 0;
                }
            }
            assertTrue(refused > 0, "400,000 queues are no more than a quarter of 64 MiB");
        }
    }

    /** Fills one queue, and has three who never read look at all of it, twice, and take all of it. */
    private static void pushAndTake(int port, List<Peer> deaf) throws IOException {
        String[] push = new String[ELEMENTS + 2];
        Arrays.fill(push, "x".repeat(1_000));
        push[0] = "RPUSH";
        push[1] = "k";
        try (Peer client = new Peer(port)) {
            int refused = 0;
            for (int i = 0; refused == 0 && i < 10_000; i++) {
                refused += client.ask(push).equals(REFUSED) ? 1 : 0;
            }
            assertTrue(refused > 0, "30,000 elements are no more than a quarter of 64 MiB");
        }
        deaf.add(new Peer(port).send("LRANGE", "k", "0", "-1"));
        deaf.add(new Peer(port).send("LRANGE", "k", "0", "-1"));
        deaf.add(new Peer(port).send("LPOP", "k", "1000000"));
    }

    private static String[] wait(int keys) {
        String[] words = new String[keys + 2];
        words[0] = "BLPOP";
        words[keys + 1] = "0";
        for (int i = 1; i <= keys; i++) {
            words[i] = "wait" + i;
        }
        return words;
    }

    /** A client that need not read. */
    private static final class Peer implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Peer(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(SECONDS * 1_000);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** The first line of the reply. */
        String ask(String... words) throws IOException {
            return send(words).line();
        }

        Peer send(String... words) throws IOException {
            return write(PlainClient.command(words));
        }

        /** All but the end of a request. */
        Peer sendHalf(String... words) throws IOException {
            String request = PlainClient.command(words);
            return write(request.substring(0, request.length() - 3));
        }

        private Peer write(String request) throws IOException {
            try {
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (SocketException refused) {
                // What is too long is refused before all of it is sent.
                socket.shutdownInput();
            }
            return this;
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    return line + " and the end";
                }
                line.append((char) c);
            }
            return line.toString().strip();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
