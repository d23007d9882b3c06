package dev.refservers.conformance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What servers have in use: the project's own classes, without archives of tests. Each archive that is searched would hold a
 * descriptor from then on.
 */
final class OwnClassPath {

    private OwnClassPath() {}

    /** As java's option {@code -cp} takes it. */
    static String ofServers() throws IOException {
        Path project = Path.of("").toRealPath().getParent();
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Path.of(entry).startsWith(project)).collect(Collectors.joining(File.pathSeparator));
    }
}
