package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.util.List;
import java.util.Random;

/** Bytes that are no request, or perhaps one. */
final class Garbage {

    /** What section 2 of docs/protocol.md finds wrong, and what is only odd. */
    private static final List<String> WRONG = List.of("*x\r\n", "*\r\n", "*+1\r\n", "*01\r\n", "*1 \r\n", "*-0\r\n",
            "*2147483648\r\n", "*99999999999999999999\r\n", "*1\r\nfoo\r\n", "*1\r\n:4\r\n", "*1\r\n\r\n",
            "*1\r\n\u00e9",
            "*1\r\n$\r\n", "*1\r\n$-1\r\n", "*1\r\n$blabla\r\n", "*1\r\n$+4\r\n", "*1\r\n$04\r\n",
            "*1\r\n$536870913\r\n", "*2\r\n$4\r\nPING\r\n$-2\r\n", "PING \"abc\r\n", "PING \"a\"b\r\n", "PING 'a\r\n",
            "PING '\\'\r\n", "\"\r\n", "PING \"\\x4", "*1\r\n$4\r\nPINGxx", "*1\r\n$4\r\nPI", "*3\r\n$4\r\nECHO\r\n",
            "*1\r\n$0\r\n\r\n", "PI", "\"PING\"\r\n", "ECHO \"\\x41\\n\\q\" \r\n", "ECHO 'a\\'b\\n'\r\n",
            "ECHO a\"b c\"\r\n", "\t PING\t\r\n", "PING\n", "PING\r\r\n", "*1\r\n$4\rxPING\r\n", "*1\rx$4\r\nPING\r\n",
            "*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", "*2147483647\r\n", "ECHO \"\"\r\n", "ECHO ''\r\n", "ECHO '' \"\"\r\n",
            "\u000b\fPING\r\n", "ECHO \u00ff\u00fe\r\n");

    /** What a browser says; it gets no answer, and what is still owed may be lost, so it stands alone. */
    static final List<String> BROWSER = List.of("POST / HTTP/1.1\r\nHost: a\r\n\r\n", "Host: b\r\n", "post x\r\n",
            "*1\r\n$4\r\nPOST\r\n");

    static final List<String> BLANK = List.of("\r\n", "\n", "  \r\n", "\t\r\n", "*0\r\n", "*-10\r\n", "*-1\r\n");

    /** Names of commands stay as they are, so that none becomes one of Redis's that is not ours. */
    private static final List<String> GOOD = List.of("*1\r\n$4\r\nPING\r\n",
            "*4\r\n$5\r\nRPUSH\r\n$1\r\nk\r\n$3\r\none\r\n$3\r\ntwo\r\n",
            "*3\r\n$4\r\nLPOP\r\n$1\r\nk\r\n$1\r\n2\r\n", "*4\r\n$6\r\nLRANGE\r\n$1\r\nk\r\n$2\r\n-5\r\n$1\r\n9\r\n",
            "*3\r\n$5\r\nBRPOP\r\n$1\r\nj\r\n$4\r\n1000\r\n", "*2\r\n$4\r\nLLEN\r\n$1\r\nj\r\n",
            "*5\r\n$5\r\nLMOVE\r\n$1\r\nk\r\n$1\r\nj\r\n$4\r\nLEFT\r\n$5\r\nRIGHT\r\n",
            "RPUSH \"k\" 'it\\'s' \"\\x41\\n\"\r\n", "LRANGE k 0 -1\r\n");

    private static final String ODD = "*-$0123456789\r\n\"'\\ \t:";
    private static final int MOST_CHANGES = 3;

    private Garbage() {}

    /** Something that may well end the connection. Never a NUL outside of what is counted: Redis stops at it. */
    static Bytes any(Random random) {
        String bytes = random.nextInt(3) > 0
                ? WRONG.get(random.nextInt(WRONG.size()))
                : spoilt(GOOD.get(random.nextInt(GOOD.size())), random);
        return Bytes.of(random.nextInt(3) == 0 ? bytes + "PING\r\n" : bytes);
    }

    private static String spoilt(String good, Random random) {
        StringBuilder bytes = new StringBuilder(good);
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            int at = random.nextInt(bytes.length());
            char odd = ODD.charAt(random.nextInt(ODD.length()));
            switch (random.nextInt(4)) {
                case 0 -> bytes.setCharAt(at, odd);
                case 1 -> bytes.insert(at, odd);
                case 2 -> bytes.setLength(at + 1);
                default -> bytes.insert(at, (char) (128 + random.nextInt(128)));
            }
        }
        return bytes.toString();
    }
}
