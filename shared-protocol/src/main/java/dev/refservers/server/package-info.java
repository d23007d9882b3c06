/** The few types that every server shares: what an architecture is, how a server is set up, started and closed. */
@NullMarked
package dev.refservers.server;

import org.jspecify.annotations.NullMarked;
