package dev.refservers.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Compose file has every architecture, each at a port of its own. */
final class ComposeTest {

    private static final Pattern SERVICE = Pattern.compile("(?m)^  ([a-z0-9-]+):\\n    <<: \\*server$");
    private static final Pattern ARGUMENT = Pattern.compile("ARCHITECTURE: ([a-z0-9-]+)\\b");
    private static final Pattern PORT = Pattern.compile("\"([^\"]+):7379\"");

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(Path.of("compose.yaml"))).results()
                .map((MatchResult match) -> match.group(1)).sorted().toList();
    }

    @Test
    void everyArchitectureIsAService() throws IOException {
        List<String> names = Targets.architectures().stream().map(Target::name).sorted().toList();
        assertEquals(names, found(SERVICE));
        assertEquals(names, found(ARGUMENT));
    }

    @Test
    void eachIsPublishedOnAPortOfLoopbackOfItsOwn() throws IOException {
        List<String> ports = found(PORT);
        assertEquals(Targets.architectures().size(), ports.stream().distinct().count());
        assertTrue(ports.stream().allMatch(port -> port.startsWith("127.0.0.1:")), ports::toString);
    }
}
