/**
 * The echo and the queue server as somebody would write them on Netty 4.2: one event loop, a pipeline for each channel.
 *
 * <pre>
 *                            ┌ pipeline of a channel, all on the one event loop ──────────────────────────┐
 *   channel ── bytes read ──▶│ echo:   Echo ──────────────────────────────────────────────▶ Backpressure  │
 *                            │ queue:  RedisDecoder ▶ aggregators ▶ Queue ────────────────▶ Backpressure  │
 *           ◀─ one flush ────│ for all that one read brought ◀───────── RedisEncoder ◀─────────┘          │
 *                            └────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>
 * Replies are written as requests are decoded and flushed once when a read has ended: a pipeline of requests costs one
 * write, as in our own loops. Whatever Netty offers for this is used, at its defaults; nothing is tuned for the load.
 */
@NullMarked
package dev.refservers.peers;

import org.jspecify.annotations.NullMarked;
