/** What the tests of all server modules use: a client, and a protocol that has a server do all that a session can ask of it. */
@NullMarked
package dev.refservers.testing;

import org.jspecify.annotations.NullMarked;
