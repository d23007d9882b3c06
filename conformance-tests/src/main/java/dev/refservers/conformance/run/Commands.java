package dev.refservers.conformance.run;

import dev.refservers.conformance.script.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes commands as clients of RESP do: as arrays of bulk strings. */
final class Commands {

    private Commands() {}

    static Bytes encode(List<Bytes> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header(out, '*', words.size());
        for (Bytes word : words) {
            header(out, '$', word.size());
            out.writeBytes(word.toArray());
            out.write('\r');
            out.write('\n');
        }
        return Bytes.of(out.toByteArray());
    }

    static Bytes encode(String... words) {
        return encode(Arrays.stream(words).map(Bytes::of).toList());
    }

    private static void header(ByteArrayOutputStream out, char type, int number) {
        out.writeBytes((type + Integer.toString(number) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
