package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./servers} says by itself, before it hands over to Java or to Maven. */
final class LauncherTest {

    private record Ended(int exitCode, String output) {}

    @ParameterizedTest
    @ValueSource(strings = {"--help", "test --help", "install --help"})
    void helpIsNoFailure(String arguments) throws Exception {
        Ended ended = servers(arguments.split(" "));
        assertEquals(0, ended.exitCode(), ended.output());
        assertTrue(ended.output().startsWith("Usage: ./servers "), ended.output());
    }

    @Test
    void aCommandThatThereIsNotIsWrongUsage() throws Exception {
        Ended ended = servers("nonsense");
        assertEquals(2, ended.exitCode(), ended.output());
        assertTrue(ended.output().startsWith("servers: there is no command \"nonsense\".\n"), ended.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "install"})
    void anOptionThatMavenDoesNotKnowIsWrongUsageAndNotAFailedTest(String command) throws Exception {
        Ended ended = servers(command, "--nonsense");
        assertEquals(2, ended.exitCode(), ended.output());
        assertEquals("servers: Maven says: Unrecognized option: --nonsense\n", ended.output());
    }

    @Test
    void theScriptIsFoundThroughALinkFromAnyFolder() throws Exception {
        Path link = Path.of("target", "launcher-link");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of("..", "..", "servers"));
        Ended ended = ended(List.of("./launcher-link", "jdk"), new File("target"));
        assertEquals(0, ended.exitCode(), ended.output());
        assertTrue(Path.of(ended.output().strip(), "bin", "javac").toFile().canExecute(), ended.output());
    }

    @Test
    void aFolderThatCannotBeWrittenToIsSaidAndNotWaitedFor(@TempDir Path checkout) throws Exception {
        Files.copy(Path.of("..", "servers"), checkout.resolve("servers"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(checkout.resolve("pom.xml"), "<project/>\n");
        // Root may write into any folder, and so it is none.
        Files.createFile(checkout.resolve("target"));
        Ended ended = ended(List.of("./servers", "list"), checkout.toFile());
        assertEquals(1, ended.exitCode(), ended.output());
        assertEquals("servers: something must be built, and " + checkout + "/target cannot be written to.\n",
                ended.output());
    }

    /** A JVM would take the number for a file of its own, over which {@code forking} would put a client. */
    @Test
    void descriptorsThatAreClosedAreOpenedBeforeJavaStarts(@TempDir Path checkout) throws Exception {
        Files.copy(Path.of("..", "servers"), checkout.resolve("servers"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String folder : List.of("command-line/target/lib", "command-line/target/classes",
                "comparison/target/classes", "shared-one/target/classes",
                "one-server/target/classes", "conformance-tests/target/classes", "fuzzing/target/classes",
                "peers/target/classes", "docs",
                "jdk/bin", "one-server/src/main", "target")) {
            Files.createDirectories(checkout.resolve(folder));
        }
        for (String file : List.of("pom.xml", "one-server/pom.xml", "docs/protocol.md", "jdk/bin/javac",
                "target/servers.stamp")) {
            Files.writeString(checkout.resolve(file), "");
        }
        Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        // Asks for its own descriptors: those of its child would be told of the redirection.
        Files.writeString(checkout.resolve("jdk/bin/java"),
                "#!/bin/sh\nls /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2 >\""
                        + checkout.resolve("seen") + "\"\n");
        assertTrue(checkout.resolve("jdk/bin/javac").toFile().setExecutable(true));
        assertTrue(checkout.resolve("jdk/bin/java").toFile().setExecutable(true));
        Ended ended = ended(List.of("sh", "-c",
                "JAVA_HOME=\"$PWD/jdk\" exec ./servers run one --port 0 <&- >&- 2>&-"), checkout.toFile());
        assertEquals(0, ended.exitCode(), ended.output());
        assertEquals(3, Files.readAllLines(checkout.resolve("seen")).size());
    }

    private static Ended servers(String... arguments) throws IOException, InterruptedException {
        return ended(Stream.concat(Stream.of("./servers"), Stream.of(arguments)).toList(), new File(".."));
    }

    private static Ended ended(List<String> command, File folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(folder).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        return new Ended(process.exitValue(), output);
    }
}
