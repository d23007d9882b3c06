package dev.refservers.commandline.template;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.server.Architecture;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of any module compiles with its tests, and the services that it tells are there under their new names. */
class CopiesCompileTest {

    private static final Path HOME = Path.of("..");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"async", "blocking", "epoll", "forking", "select", "threaded"})
    void copiesCompile(String module) throws IOException {
        Files.copy(HOME.resolve("pom.xml"), folder.resolve("pom.xml"));
        ModuleCopy copy = ModuleCopy.create(folder, ServerModule.named(HOME, module), ModuleName.of("my-own"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(copy.folder().resolve("src"), classes);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[]{copy.folder().resolve("src/main/resources/").toUri().toURL(), classes.toUri().toURL()},
                getClass().getClassLoader())) {
            Set<String> found = ServiceLoader.load(Architecture.class, loader).stream()
                    .map(provider -> provider.get().name()).collect(Collectors.toSet());
            assertTrue(found.containsAll(copy.variants()), found + " should have " + copy.variants());
        }
    }

    private static void compile(Path sources, Path classes) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(file -> file.toString().endsWith(".java")).toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp",
                    System.getProperty("java.class.path") + File.pathSeparator
                            + HOME.resolve("shared-protocol/target/test-classes")));
            assertTrue(compiler.getTask(said, manager, null, options, null,
                    manager.getJavaFileObjectsFromPaths(files)).call(), said::toString);
        }
    }
}
