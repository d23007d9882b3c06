/**
 * The script language: a script reads as the transcript of a conversation, one line for each event on the wire.
 *
 * <pre>
 *   x.talk ──ScriptParser──▶ Script ─┬─ header: id, title, spec, needs, settings …
 *                                    └─ Step … ┬─ Send, SendBytes, Act        what a client does
 *                                              ├─ Expect ── Expectation ──┬─ reply ── ReplyPattern
 *                                              │                          └─ bytes, silence, closed …
 *                                              ├─ Repeat, Each, Group     loops and crowds
 *                                              └─ ServerAct, AwaitBlocked …
 * </pre>
 *
 * <p>
 * Nothing here knows a socket. A script with values to try ({@code with: n = 4 40}) becomes one {@link Script} for each
 * of them. What is wrong in a script is told with its file and line, and with what would be right
 * ({@link ScriptSyntaxException}).
 */
@NullMarked
package dev.refservers.conformance.script;

import org.jspecify.annotations.NullMarked;
