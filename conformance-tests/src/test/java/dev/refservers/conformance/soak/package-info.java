/** Servers under mixed load for as long as one likes, which must hold at the end what they held at the beginning. */
@NullMarked
package dev.refservers.conformance.soak;

import org.jspecify.annotations.NullMarked;
