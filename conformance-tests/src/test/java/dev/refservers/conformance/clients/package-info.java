/** Clients that others wrote, against every architecture. */
@NullMarked
package dev.refservers.conformance.clients;

import org.jspecify.annotations.NullMarked;
