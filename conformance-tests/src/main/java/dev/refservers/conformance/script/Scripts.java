package dev.refservers.conformance.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds and reads scripts. */
public final class Scripts {

    private static final String FOLDER = "scripts";

    private Scripts() {}

    /** The scripts that come with the suite, in order of their ids. */
    public static List<Script> bundled() {
        URL classes = Scripts.class.getProtectionDomain().getCodeSource().getLocation();
        try {
            Path root = Path.of(classes.toURI());
            if (Files.isDirectory(root)) {
                return in(root.resolve(FOLDER));
            }
            try (FileSystem jar = FileSystems.newFileSystem(root)) {
                return in(jar.getPath(FOLDER));
            }
        } catch (URISyntaxException | IOException failure) {
            throw new IllegalStateException("The scripts in " + classes + " cannot be read", failure);
        }
    }

    /**
     * All scripts in a folder and the folders in it, in order of their ids.
     *
     * @throws ScriptSyntaxException if one is not as it must be, or two have the same id
     */
    public static List<Script> in(Path folder) {
        List<Script> scripts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".talk")).sorted().toList()) {
                scripts.addAll(ScriptParser.parse(new Source(folder.relativize(file).toString().replace('\\', '/'),
                        file.toUri(), Files.readAllLines(file))));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The scripts in " + folder + " cannot be read", failure);
        }
        Map<String, Script> byId = new HashMap<>();
        for (Script script : scripts) {
            Script other = byId.put(script.id(), script);
            if (other != null) {
                throw new ScriptSyntaxException(script.source().name(), 1,
                        "the id " + script.id() + " is taken by " + other.source().name());
            }
        }
        scripts.sort(Comparator.comparing(Script::id));
        return List.copyOf(scripts);
    }
}
