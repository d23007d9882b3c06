/**
 * The seam between a protocol and a server: a {@link dev.refservers.protocol.Session session} takes bytes and the time, and
 * gives bytes and what it waits for. It does no I/O. The protocols are packages of their own, which do not know each other.
 */
@NullMarked
package dev.refservers.protocol;

import org.jspecify.annotations.NullMarked;
