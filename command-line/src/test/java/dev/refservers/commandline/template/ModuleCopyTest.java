package dev.refservers.commandline.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleCopyTest {

    private static final Path HOME = Path.of("..");

    @TempDir
    private Path home = Path.of("");

    @BeforeEach
    void copyTheParent() throws IOException {
        Files.copy(HOME.resolve("pom.xml"), home.resolve("pom.xml"));
    }

    private ModuleCopy copy(String module, String name) throws IOException {
        return ModuleCopy.create(home, ServerModule.named(HOME, module), ModuleName.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"async", "blocking", "epoll", "forking", "select", "threaded"})
    void nothingOfTheOldNamesIsLeftInCodeAndServices(String module) throws IOException {
        ServerModule from = ServerModule.named(HOME, module);
        ModuleCopy copy = copy(module, "my-own");
        Map<String, String> files = new TreeMap<>();
        ModuleFiles.read(copy.folder()).forEach((path, file) -> files.put(path, file.text().orElseThrow()));
        assertEquals(files.size(), copy.files());
        for (Map.Entry<String, String> file : files.entrySet()) {
            String text = file.getValue();
            assertFalse(text.contains(from.packageName()), file.getKey());
            for (ServerModule.Variant variant : from.variants()) {
                Pattern type = Pattern.compile(
                        "\\b" + variant.className().substring(variant.className().lastIndexOf('.') + 1) + "\\b");
                assertFalse(type.matcher(file.getKey() + text).find(), file.getKey());
                assertFalse(file.getKey().endsWith(".java") && text.contains("\"" + variant.name() + "\""),
                        file.getKey());
            }
        }
        assertEquals(from.variants().size(), copy.variants().size());
        for (String variant : copy.variants()) {
            String test = files.getOrDefault("src/test/java/dev/refservers/myown/" + ModuleName.camelCase(variant)
                    + "ConformanceTest.java", "");
            assertTrue(test.contains("Targets.architecture(\"" + variant + "\")"), test);
        }
    }

    @Test
    void theCopyIsWhatOneWouldHaveWrittenByHand() throws IOException {
        ModuleCopy copy = copy("epoll", "my-own");
        assertEquals(List.of("my-own", "my-own-edge"), copy.variants());
        Path java = copy.folder().resolve("src/main/java/dev/refservers/myown");
        String edge = Files.readString(java.resolve("MyOwnEdgeArchitecture.java"));
        assertTrue(edge.contains("package dev.refservers.myown;"), edge);
        assertTrue(edge.contains("import dev.refservers.linux.Linux;"), edge);
        assertTrue(edge.contains("return \"my-own-edge\";"), edge);
        assertTrue(edge.contains("/** {@code my-own-edge}: edge-triggered"), edge);
        assertTrue(edge.contains("waits in epoll_wait(2)"), "the system call is still called so");
        String loop = Files.readString(java.resolve("EventLoop.java"));
        assertTrue(loop.contains("import dev.refservers.linux.Epoll;"), loop);
        String page = Files.readString(copy.folder().resolve("README.md"));
        assertTrue(page.startsWith("# my-own-server\n\n> Began as a copy of [epoll-server](../epoll-server/README.md)"),
                page);
        assertTrue(page.contains("$ ./servers run my-own --protocol queue"), page);
        assertTrue(page.contains("\nmy-own listens on 127.0.0.1"), page);
        assertTrue(page.contains("epoll_wait("), page);
    }

    @Test
    void theParentHasOneLineMore() throws IOException {
        List<String> before = Files.readAllLines(home.resolve("pom.xml"));
        ModuleCopy copy = copy("select", "mine");
        List<String> after = Files.readAllLines(home.resolve("pom.xml"));
        assertEquals(before.size() + 1, after.size());
        assertEquals("        <module>mine-server</module>",
                after.get(before.indexOf("        <module>select-server</module>") + 1));
        copy.delete();
        assertEquals(before, Files.readAllLines(home.resolve("pom.xml")));
        assertEquals(List.of("pom.xml"), names());
    }

    @Test
    void aCopyCanBeCopied() throws IOException {
        ModuleCopy first = copy("threaded", "first");
        ServerModule module = new ServerModule(first.folder(), "dev.refservers.first",
                List.of(new ServerModule.Variant("first", "dev.refservers.first.FirstArchitecture"),
                        new ServerModule.Variant("first-virtual", "dev.refservers.first.FirstVirtualArchitecture"),
                        new ServerModule.Variant("first-pooled", "dev.refservers.first.FirstPooledArchitecture")));
        ModuleCopy second = ModuleCopy.create(home, module, ModuleName.of("second"));
        assertEquals(List.of("second", "second-virtual", "second-pooled"), second.variants());
        assertEquals(first.files(), second.files(), "it has the tests already");
        String pom = Files.readString(second.folder().resolve("pom.xml"));
        assertEquals(1, pom.split("<artifactId>conformance-tests<", -1).length - 1, pom);
    }

    @Test
    void nothingIsLeftWhenItFails() throws IOException {
        Files.writeString(home.resolve("pom.xml"), "<project/>\n");
        assertThrows(IOException.class, () -> copy("epoll", "mine"));
        assertEquals(List.of("pom.xml"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
