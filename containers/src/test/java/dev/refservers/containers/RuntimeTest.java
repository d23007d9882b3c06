package dev.refservers.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runtime in the images has every module of the JDK that servers use. Needs no Docker. */
final class RuntimeTest {

    private static final Pattern MODULES = Pattern.compile("\"--add-modules\", \"([\\w.,]+)\"");

    @Test
    void hasAllModulesThatServersUse() throws IOException {
        Matcher modules = MODULES.matcher(Files.readString(Path.of("Dockerfile")));
        assertTrue(modules.find(), "the Dockerfile makes a runtime");
        Set<String> missing = new TreeSet<>(used());
        missing.removeAll(Set.of(modules.group(1).split(",", -1)));
        assertEquals(Set.of(), missing);
    }

    private static List<String> used() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--print-module-deps", "--ignore-missing-deps",
                "--multi-release", Integer.toString(Runtime.version().feature())));
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            modules.filter(module -> module.getFileName().toString().matches("shared-.*|.*-server"))
                    .map(module -> module.resolve("target/classes")).filter(Files::isDirectory)
                    .map(Path::toString).forEach(arguments::add);
        }
        StringWriter printed = new StringWriter();
        int exit = ToolProvider.findFirst("jdeps").orElseThrow().run(new PrintWriter(printed, true),
                new PrintWriter(printed, true), arguments.toArray(String[]::new));
        assertEquals(0, exit, printed.toString());
        return List.of(printed.toString().strip().split(",", -1));
    }
}
