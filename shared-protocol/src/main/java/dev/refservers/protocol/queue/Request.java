package dev.refservers.protocol.queue;

import dev.refservers.protocol.Output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One command as it came, its name first. The arguments lie where they were received: a request is valid until its
 * session is called again, and what is to be kept is copied.
 */
public final class Request {

    private static final int[] NONE = new int[0];
    private static final int RETAINED_ARGUMENTS = 16;
    private static final Set<Command> BLOCKING = EnumSet.of(Command.BLPOP, Command.BRPOP, Command.BLMOVE,
            Command.BRPOPLPUSH, Command.BLMPOP);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer source = NOTHING;
    private int base;
    private int count;

    /** Offset from base, then length, of each argument. */
    private int[] slices = NONE;

    private @Nullable Command command;
    private boolean inTransaction;

    Request() {}

    /** Arguments, the name included; at least 1. */
    public int count() {
        return count;
    }

    /** What the name, and for some commands the next argument too, stands for. */
    Command command() {
        Command found = command;
        if (found == null) {
            throw new IllegalStateException("asked before the command was looked up");
        }
        return found;
    }

    void resolvedTo(Command found) {
        command = found;
    }

    /** Says whether it is one of those that are queued, or ends them. */
    void inTransaction(boolean yes) {
        inTransaction = yes;
    }

    /**
     * Whether its own client may be told to go by what it does at once. So nothing behind it may be executed before that
     * is known.
     */
    public boolean mayKill() {
        return inTransaction ? command == Command.EXEC : command == Command.CLIENT_KILL;
    }

    /** Whether it may wait for other clients, or end its own: what comes behind it must not begin before that is known. */
    public boolean isUncertain() {
        return command == null || mayKill() || BLOCKING.contains(command);
    }

    /** Bytes of argument {@code i}. */
    public int length(int i) {
        return slices[2 * i + 1];
    }

    /** Byte {@code at} of argument {@code i}. */
    byte byteAt(int i, int at) {
        return source.get(base + slices[2 * i] + at);
    }

    /** A copy of argument {@code i}. */
    public byte[] bytes(int i) {
        byte[] copy = new byte[length(i)];
        copyTo(i, copy);
        return copy;
    }

    /** Copies argument {@code i} to the beginning of {@code target}, which is large enough. */
    void copyTo(int i, byte[] target) {
        source.get(base + slices[2 * i], target, 0, length(i));
    }

    /** Copies argument {@code i} to the position of {@code target}, which has room for it. */
    public void copyTo(int i, ByteBuffer target) {
        target.put(target.position(), source, base + slices[2 * i], length(i));
        target.position(target.position() + length(i));
    }

    /** Owes argument {@code i} to {@code out}. */
    public void copyTo(int i, Output out) {
        out.put(source, base + slices[2 * i], length(i));
    }

    /** Argument {@code i}, each byte as one character: ISO 8859-1. */
    public String text(int i) {
        return new String(bytes(i), StandardCharsets.ISO_8859_1);
    }

    /** Whether argument {@code i} is this word, which is in upper case, in any case. */
    boolean is(int i, String word) {
        if (length(i) != word.length()) {
            return false;
        }
        for (int at = 0; at < word.length(); at++) {
            if (Command.upperCase(byteAt(i, at)) != word.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    /** Whether argument {@code i} is a whole number of 64 bits, as {@link Decimal} reads it. */
    boolean isInteger(int i) {
        return Decimal.isLong(source, base + slices[2 * i], base + slices[2 * i] + length(i));
    }

    /** Argument {@code i}, which {@link #isInteger is one}. */
    long integer(int i) {
        return Decimal.toLong(source, base + slices[2 * i], base + slices[2 * i] + length(i));
    }

    /** The same request, for keeps. */
    Request copy() {
        Request copy = new Request();
        copy.slices = new int[2 * count];
        copy.command = command;
        int length = 0;
        for (int i = 0; i < count; i++) {
            copy.add(length, length(i));
            length += length(i);
        }
        byte[] arguments = new byte[length];
        for (int i = 0; i < count; i++) {
            source.get(base + slices[2 * i], arguments, copy.slices[2 * i], length(i));
        }
        copy.source = ByteBuffer.wrap(arguments);
        return copy;
    }

    /** Starts a request whose arguments lie in {@code in}, at offsets from a base that may still move. */
    void begin() {
        count = 0;
        command = null;
        inTransaction = false;
        if (slices.length > 2 * RETAINED_ARGUMENTS) {
            slices = NONE;
        }
    }

    void add(int offset, int length) {
        int at = 2 * count;
        if (at == slices.length) {
            slices = Arrays.copyOf(slices, at == 0 ? 8 : 2 * at);
        }
        slices[at] = offset;
        slices[at + 1] = length;
        count++;
    }

    /** The arguments lie in {@code in}, from {@code base} on. */
    void locate(ByteBuffer in, int base) {
        this.source = in;
        this.base = base;
    }

    /** Bytes that it holds for where its arguments are. */
    long heldBytes() {
        return (long) slices.length * Integer.BYTES;
    }

    /** Lets go of the buffer that the arguments lie in, and of what only a large request needs. */
    void release() {
        source = NOTHING;
        begin();
    }
}
