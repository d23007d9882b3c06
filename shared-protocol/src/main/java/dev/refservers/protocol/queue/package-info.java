/** The echo/queue protocol: the commands of RESP, and the queues. Knows no other protocol; see docs/protocol.md. */
@NullMarked
package dev.refservers.protocol.queue;

import org.jspecify.annotations.NullMarked;
