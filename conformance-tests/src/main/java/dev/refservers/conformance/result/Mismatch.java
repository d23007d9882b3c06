package dev.refservers.conformance.result;

import dev.refservers.conformance.script.Bytes;

/**
 * The line of a script that was not as it must be.
 *
 * @param line where it is in the script's file, from 1
 * @param client who saw it
 * @param expected as scripts write it
 * @param came what came instead, as scripts write it
 * @param bytes the bytes that came, from where the expected ones should have begun
 */
public record Mismatch(int line, String client, String expected, String came, Bytes bytes) {}
