package dev.refservers.conformance.junit;

import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Source;
import dev.refservers.conformance.script.Step;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a script can be looked at, as a URI that JUnit makes a link of, and development environments follow.
 *
 * <p>
 * In a checkout that is the file that one would edit, not the copy of it that was built. From a jar it is a resource of
 * the class path: no environment opens a {@code jar:} URI.
 */
final class ScriptLink {

    private static final String BUILT = "target/classes/";
    private static final String EDITED = "src/main/resources/";

    private ScriptLink() {}

    /** At the first line of its conversation. */
    static URI to(Script script) {
        int line = script.steps().stream().mapToInt(Step::line).findFirst().orElse(1);
        return URI.create(file(script.source()) + "?line=" + line);
    }

    private static URI file(Source source) {
        URI uri = source.uri();
        if (!"file".equals(uri.getScheme())) {
            return URI.create("classpath:/scripts/" + source.name());
        }
        String path = uri.toString();
        int built = path.lastIndexOf(BUILT);
        if (built >= 0) {
            URI edited = URI.create(path.substring(0, built) + EDITED + path.substring(built + BUILT.length()));
            return Files.isRegularFile(Path.of(edited)) ? edited : uri;
        }
        return uri;
    }
}
