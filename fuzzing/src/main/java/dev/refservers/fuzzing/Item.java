package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Something that is sent. */
sealed interface Item {

    /** A command in one of the two forms, which gets exactly one reply. */
    record Command(List<Argument> words, boolean inline) implements Item {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** What is no request, but no error either: nothing is answered. */
    record Blank(Bytes bytes) implements Item {}

    /** Any bytes: nobody knows what becomes of them, and of what is sent behind them. */
    record Raw(Bytes bytes) implements Item {}

    /** Its bytes, where {@code ids} tells what stands for a connection's id. */
    default Bytes bytes(IntFunction<Bytes> ids) {
        return switch (this) {
            case Command command -> {
                List<Bytes> words = command.words.stream().map(word -> text(word, ids)).toList();
                yield command.inline ? inline(words) : array(words);
            }
            case Blank blank -> blank.bytes;
            case Raw raw -> raw.bytes;
        };
    }

    /** As the list of declared differences sees it: words with a space between, quoted where they must be. */
    default String shown() {
        return switch (this) {
            case Command command -> command.words.stream().map(Item::shown).collect(Collectors.joining(" "));
            case Blank _ -> "";
            case Raw raw -> "raw " + raw.bytes.quoted();
        };
    }

    private static String shown(Argument word) {
        return switch (word) {
            case Argument.Text text -> isPlain(text.bytes()) ? text.bytes().latin1() : text.bytes().quoted();
            case Argument.IdOf id -> "{id-" + id.connection() + "}";
        };
    }

    static Bytes text(Argument word, IntFunction<Bytes> ids) {
        return switch (word) {
            case Argument.Text text -> text.bytes();
            case Argument.IdOf id -> ids.apply(id.connection());
        };
    }

    /** Whether nothing in it must be quoted, neither here nor in a script. */
    static boolean isPlain(Bytes bytes) {
        return bytes.size() > 0 && bytes.latin1().chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c == ':');
    }

    private static Bytes inline(List<Bytes> words) {
        // "\x22" and "\x5c" would do as well; the quoted form of scripts is the one of inline commands.
        return Bytes.of(words.stream().map(word -> isPlain(word) ? word.latin1() : word.quoted())
                .collect(Collectors.joining(" ", "", "\r\n")));
    }

    /** As an array of bulk strings. */
    static Bytes array(List<Bytes> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (Bytes word : words) {
            out.writeBytes(("$" + word.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(word.toArray());
            out.writeBytes(new byte[]{'\r', '\n'});
        }
        return Bytes.of(out.toByteArray());
    }
}
