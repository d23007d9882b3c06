package dev.refservers.conformance.script;

/** A script is not as it must be; the message begins with {@code file:line: }. */
public final class ScriptSyntaxException extends RuntimeException {

    private final String file;
    private final int line;

    ScriptSyntaxException(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
        this.file = file;
        this.line = line;
    }

    /** The script's file. */
    public String file() {
        return file;
    }

    /** The line that is wrong, from 1. */
    public int line() {
        return line;
    }
}
