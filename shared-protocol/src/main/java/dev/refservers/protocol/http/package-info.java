/** The protocol of web servers, as much of it as a status page needs: RFC 9110 and 9112. Knows no other protocol. */
@NullMarked
package dev.refservers.protocol.http;

import org.jspecify.annotations.NullMarked;
