package dev.refservers.conformance.result;

import dev.refservers.conformance.script.Bytes;

/**
 * The line of a script that was not as it must be.
 *
 * @param line where it is in the script's file, from 1
 * @param client who saw it
 * @param expected as scripts write it
 * @param came what came instead, as scripts write it
 * @param fault in which way it was not as it must be
 * @param bytes bytes that came: those around the first one that differs, or the first ones
 * @param from the place of the first of these, counted from where the expected ones should have begun
 * @param at the place of the first byte that differs or is missing, counted likewise
 */
public record Mismatch(int line, String client, String expected, String came, Fault fault, Bytes bytes, int from,
        int at) {

    /** One without bytes. */
    public Mismatch(int line, String client, String expected, String came, Fault fault) {
        this(line, client, expected, came, fault, Bytes.EMPTY, 0, 0);
    }

    /** The place of the first byte of {@link #around}. */
    public int aroundFrom(int most) {
        int first = (at - from - most / 2) / 16 * 16;
        return from + Math.max(0, Math.min(first, (bytes.size() - most + 15) / 16 * 16));
    }

    /** So many at most of the bytes that came, around the first that differs. */
    public Bytes around(int most) {
        int first = aroundFrom(most) - from;
        return bytes.slice(first, Math.min(bytes.size(), first + most));
    }

    /** The same, of which more is known. */
    public Mismatch with(Fault known) {
        return new Mismatch(line, client, expected, came, known, bytes, from, at);
    }
}
