package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.util.List;
import java.util.Random;

/** Chooses what stands for a word in small letters of {@code commands.txt}. */
final class Arguments {

    private static final List<String> KEYS = List.of("k", "k", "k", "j", "j", "i", "", "\r\n\u0000\u00ff key");
    private static final List<String> END = List.of("LEFT", "RIGHT", "LEFT", "RIGHT", "left", "Right", "LEFT", "RIGHT",
            "UP", "");
    private static final List<String> COUNT = List.of("0", "1", "2", "3", "1", "2", "3", "100", "9223372036854775807",
            "-1", "abc", "", "01", "+1", "9223372036854775808", "1.5", " 1", "-0", "2147483648");
    private static final List<String> INDEX = List.of("0", "1", "2", "-1", "-2", "-3", "5", "100", "-100",
            "9223372036854775807", "-9223372036854775808", "-9223372036854775809", "x", "", "1 ", "00", "1e1");

    /** None of them ends while an episode lasts; what is wrong in them is answered at once. */
    private static final List<String> WAIT = List.of("0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "-0", "0.0",
            "0x0", "1000", "1e3", "+500.5", "0x1p9", "1000000000", "99999.00001", "0." + "0".repeat(70),
            "1000." + "0".repeat(4_000), "0".repeat(5_120), "1".repeat(4_000) + "x", "-1", "-0.01", "-1e3", "abc",
            "nan",
            "", "1 ", " 1", "1x", "0x", ".", "1e", "1,5", "--1", "0x1p", "1\u0000");
    private static final List<String> SHORT = List.of("0.01", ".01", "1e-2", "+0.01", "0x1p-7", "0.005", "0.0001",
            "10e-3", "0." + "0".repeat(70) + "1", "0".repeat(5_100) + ".01");

    /** Neither a command nor a number that means something; texts in which they are shown end at a NUL in Redis. */
    private static final List<String> WORDS = List.of("FOO", "bar", "nosuchcommand", "x y", "", "\r\n", "'", "\"\\",
            "\u00e9\u00ff", "%s%n", "*", "$-1", "-1x", "\t", "Foo|Bar", "a".repeat(127), "b".repeat(128),
            "c".repeat(129), "d\r\ne".repeat(60));
    private static final List<String> NAMES = List.of("me", "you", "", "a b", "x\n", "!~", "\u00e9", "\u0000", "\u007f",
            "long-name-" + "n".repeat(300));
    private static final List<String> MESSAGES = List.of("", "hi", "\r\n", "\u0000\u0001\u00ff", "+OK\r\n", "$-1\r\n",
            "two words", "{me}", "m".repeat(200));
    private static final List<String> VERSIONS = List.of("2", "3", "3", "2", "1", "4", "x", "", "03", "3.0",
            "9223372036854775808");

    /** Not 1 to 15: Redis may have these, and what is done in them could not be compared. */
    private static final List<String> DATABASES = List.of("0", "0", "0", "-1", "x", "", "16", "99999999999999999999",
            "00", "2147483648");
    private static final List<String> PARAMETERS = List.of("save", "appendonly", "APPENDONLY", "proto-max-bulk-len",
            "timeout", "append[o]nly", "[st]ave", "proto-max-bulk-l?n", "nothing", "n*thing-at-all", "", "[",
            "sav[^a]");

    private final Random random;
    private final int connections;
    private int pushed;

    Arguments(Random random, int connections) {
        this.random = random;
        this.connections = connections;
    }

    Argument choose(String kind) {
        return switch (kind) {
            case "key" -> Argument.of(one(KEYS));
            case "element" -> new Argument.Text(element());
            case "index" -> Argument.of(one(INDEX));
            case "count" -> Argument.of(one(COUNT));
            case "end" -> Argument.of(one(END));
            case "wait" -> Argument.of(one(WAIT));
            case "short" -> Argument.of(one(SHORT));
            case "word" -> Argument.of(one(WORDS));
            case "name" -> Argument.of(one(NAMES));
            case "message" -> Argument.of(one(MESSAGES));
            case "version" -> Argument.of(one(VERSIONS));
            case "db" -> Argument.of(one(DATABASES));
            case "id" -> id();
            case "parameter" -> Argument.of(one(PARAMETERS));
            case "flush" -> Argument.of(one(List.of("SYNC", "async", "NOW", "")));
            case "user" -> Argument.of(one(List.of("default", "default", "somebody")));
            case "library" -> Argument.of(one(List.of("LIB-NAME", "lib-ver")));
            case "yes" -> Argument.of(one(List.of("yes", "no", "YES", "No", "perhaps")));
            case "unblock" -> Argument.of(one(List.of("TIMEOUT", "ERROR", "error", "TIMEOUT", "LATER")));
            case "command" -> Argument.of(one(List.of("ping", "BLPOP", "nosuchcommand")));
            case "section" -> Argument.of(one(List.of("server", "clients", "keyspace", "nosuchsection")));
            default -> throw new IllegalArgumentException("commands.txt says '" + kind + "', which stands for nothing");
        };
    }

    private Argument id() {
        return random.nextInt(12) == 0
                ? new Argument.Text(Argument.NOBODY)
                : new Argument.IdOf(random.nextInt(connections));
    }

    /** Mostly one that can be told from all others, so that an order that is wrong is seen. */
    private Bytes element() {
        int kind = random.nextInt(60);
        if (kind > 3) {
            return Bytes.of("e" + ++pushed);
        }
        byte[] bytes = new byte[switch (kind) {
            case 0 -> 0;
            case 1 -> random.nextInt(8);
            case 2 -> random.nextInt(300);
            default -> random.nextInt(4) == 0 ? 17_000 : 1_500;
        }];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
