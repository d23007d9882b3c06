package dev.refservers.example;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LineLengthsTest {

    private final LineLengths protocol = new LineLengths(Limits.DEFAULT);

    @Test
    void eachLineIsAnsweredWithItsLength() {
        Session session = protocol.open(() -> {}, 0);
        session.receive(US_ASCII.encode("hello\n\nwor"), 0);
        session.receive(US_ASCII.encode("ld!\nrest"), 0);
        session.endOfInput(0);
        assertEquals("5\n0\n6\n", take(session));
        assertTrue(session.finished());
    }

    @Test
    void aClientOverTheLimitIsToldSo() {
        assertEquals("full\n", take(protocol.refuse(0)));
    }

    @Test
    void theReadmeShowsThisVeryCode() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/refservers/example/LineLengthSession.java"));
        String code = source.substring(source.indexOf("/** Answers"));
        assertTrue(Files.readString(Path.of("README.md")).contains("```java\n" + code + "```\n"),
                "Copy LineLengthSession into README.md");
    }

    private static String take(Session session) {
        ByteBuffer output = session.output();
        return US_ASCII.decode(output).toString();
    }
}
