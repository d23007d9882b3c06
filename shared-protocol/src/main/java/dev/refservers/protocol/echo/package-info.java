/** Every byte comes back: RFC 862. Knows no other protocol. */
@NullMarked
package dev.refservers.protocol.echo;

import org.jspecify.annotations.NullMarked;
