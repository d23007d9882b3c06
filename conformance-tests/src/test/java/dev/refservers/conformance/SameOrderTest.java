package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Servers of one dialect (the JDK's channels, native calls, blocking calls) name the same things alike, and have them in the
 * same order: so a diff of two shows what differs. What the names mean is in docs/glossary.md.
 */
final class SameOrderTest {

    private static final Pattern METHOD = Pattern.compile(
            "^    (?:(?:public|private|protected|static|final|synchronized|abstract) )*(?:@Nullable )?"
                    + "(?!new |return |record |class |enum |interface )[\\w<>\\[\\]?,.]+(?: [\\w<>\\[\\]?,.]+)* (\\w+)\\(");

    private static final List<String> NATIVE_LOOP = List.of("address", "run", "runOnce", "ended", "now", "tick",
            "nanosToWait", "dispatch", "acceptClients", "resumeWoken", "resumeDue", "refuse", "discard", "open",
            "forget", "watch", "enqueue", "shutdown", "drain", "close");
    private static final List<String> JDK_LOOP = List.of("run", "runOnce", "ended", "now", "tick", "select",
            "nanosToWait", "dispatch", "resumeWoken", "resumeDue", "open", "discard", "forget", "register", "enqueue",
            "shutdown", "drain", "close");
    private static final List<String> CONNECTION = List.of("wake", "start", "ready", "resume", "shutdown", "drive",
            "stop", "read", "write", "waitForMore", "fail", "close");
    private static final List<String> BLOCKING_CONNECTION = List.of("run", "takeTurn", "read", "write", "wake",
            "resume", "shutdown", "abort", "fail", "close");

    /** What every loop has, and every connection of a loop. */
    private static final List<String> NEEDED_OF_LOOPS = List.of("run", "runOnce", "ended", "nanosToWait",
            "resumeWoken", "resumeDue", "open", "forget", "enqueue", "shutdown", "drain", "close");
    private static final List<String> NEEDED_OF_CONNECTIONS = List.of("resume", "shutdown", "drive", "stop", "read",
            "write", "waitForMore", "close");
    private static final List<String> NEEDED_OF_BLOCKING = List.of("run", "takeTurn", "read", "write", "wake",
            "shutdown", "abort", "close");

    @TestFactory
    Stream<DynamicTest> methodsHaveTheSameNamesAndOrder() {
        return Stream.of(
                ordered("epoll-server", "epoll/EventLoop", NATIVE_LOOP, NEEDED_OF_LOOPS),
                ordered("select-server", "select/posix/EventLoop", NATIVE_LOOP, NEEDED_OF_LOOPS),
                ordered("async-server", "async/sigio/EventLoop", NATIVE_LOOP, NEEDED_OF_LOOPS),
                ordered("async-server", "async/uring/EventLoop", NATIVE_LOOP, NEEDED_OF_LOOPS),
                ordered("select-server", "select/EventLoop", JDK_LOOP, NEEDED_OF_LOOPS),
                ordered("forking-server", "forking/EventLoop", JDK_LOOP, NEEDED_OF_LOOPS),
                ordered("epoll-server", "epoll/LevelConnection", CONNECTION, NEEDED_OF_CONNECTIONS),
                ordered("epoll-server", "epoll/EdgeConnection", CONNECTION, NEEDED_OF_CONNECTIONS),
                ordered("select-server", "select/posix/Connection", CONNECTION, NEEDED_OF_CONNECTIONS),
                ordered("select-server", "select/Connection", CONNECTION, NEEDED_OF_CONNECTIONS),
                ordered("forking-server", "forking/Connection", CONNECTION, NEEDED_OF_CONNECTIONS),
                ordered("async-server", "async/sigio/Connection", CONNECTION, NEEDED_OF_CONNECTIONS),
                ordered("async-server", "async/uring/Connection", CONNECTION, NEEDED_OF_CONNECTIONS),
                ordered("async-server", "async/Connection", CONNECTION,
                        List.of("wake", "resume", "shutdown", "drive", "stop", "waitForMore", "fail", "close")),
                ordered("blocking-server", "blocking/Connection", BLOCKING_CONNECTION, NEEDED_OF_BLOCKING),
                ordered("threaded-server", "threaded/Connection", BLOCKING_CONNECTION, NEEDED_OF_BLOCKING));
    }

    private static DynamicTest ordered(String module, String type, List<String> order, List<String> needed) {
        return DynamicTest.dynamicTest(type, () -> {
            List<String> methods = methods(
                    Path.of("..", module, "src", "main", "java", "dev", "refservers", type + ".java"));
            assertTrue(methods.containsAll(needed), () -> type + " has " + methods + ", and needs " + needed);
            List<String> known = methods.stream().filter(order::contains).distinct().toList();
            assertEquals(order.stream().filter(known::contains).toList(), known);
        });
    }

    private static List<String> methods(Path source) throws IOException {
        List<String> methods = new ArrayList<>();
        for (String line : Files.readAllLines(source)) {
            Matcher method = METHOD.matcher(line);
            if (!line.endsWith(";") && !line.contains(" = ") && method.find()) {
                methods.add(method.group(1));
            }
        }
        return methods;
    }
}
