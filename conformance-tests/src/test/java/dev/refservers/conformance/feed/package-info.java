/** A protocol that is woken, and has deadlines, while its client reads nothing; and the test that drivers keep both. */
@NullMarked
package dev.refservers.conformance.feed;

import org.jspecify.annotations.NullMarked;
