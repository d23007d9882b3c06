package dev.refservers.conformance.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds and reads scripts. */
public final class Scripts {

    private static final String FOLDER = "scripts";

    private Scripts() {}

    /** The scripts that come with the suite, in order of their ids; see {@link #asFarAsReadable}. */
    public static List<Script> bundled() {
        URL classes = Scripts.class.getProtectionDomain().getCodeSource().getLocation();
        try {
            Path root = Path.of(classes.toURI());
            if (Files.isDirectory(root)) {
                return asFarAsReadable(root.resolve(FOLDER));
            }
            try (FileSystem jar = FileSystems.newFileSystem(root)) {
                return asFarAsReadable(jar.getPath(FOLDER));
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
        return read(folder, (_, wrong) -> {
            throw wrong;
        });
    }

    /**
     * The same, but a file that is not as it must be is among them as a script that has a {@link Script#problem}: one bad
     * line must not keep all others from being played, nor be overlooked.
     */
    public static List<Script> asFarAsReadable(Path folder) {
        return read(folder, Script::unreadable);
    }

    /** What becomes of a file that is not as it must be. */
    private interface Otherwise {
        Script script(Source source, ScriptSyntaxException wrong);
    }

    private static List<Script> read(Path folder, Otherwise otherwise) {
        Map<String, Script> byId = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".talk")).sorted().toList()) {
                Source source = new Source(folder.relativize(file).toString().replace('\\', '/'), file.toUri(),
                        List.of());
                try {
                    source = new Source(source.name(), source.uri(), lines(source, file));
                    List<Script> scripts = ScriptParser.parse(source);
                    for (Script script : scripts) {
                        mustBeFree(script, byId);
                    }
                    scripts.forEach(script -> byId.put(script.id(), script));
                } catch (ScriptSyntaxException wrong) {
                    Script script = otherwise.script(source, wrong);
                    byId.put(script.id(), script);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The scripts in " + folder + " cannot be read", failure);
        }
        return List.copyOf(byId.values());
    }

    private static List<String> lines(Source source, Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException wrong) {
            throw new ScriptSyntaxException(source.name(), 1, "the file is no text in UTF-8");
        }
    }

    private static void mustBeFree(Script script, Map<String, Script> byId) {
        Script other = byId.get(script.id());
        if (other != null) {
            throw new ScriptSyntaxException(script.source().name(), 1,
                    "the id " + script.id() + " is taken by " + other.source().name());
        }
    }
}
