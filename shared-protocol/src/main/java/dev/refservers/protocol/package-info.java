/** The protocols, sans I/O: bytes and the time go in, bytes and wishes come out. */
@NullMarked
package dev.refservers.protocol;

import org.jspecify.annotations.NullMarked;
