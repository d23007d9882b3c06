/**
 * Servers measured side by side.
 *
 * <pre>
 *   run ──┬── load          the generator, a process of its own
 *         ├── experiments   what is more than load on connections that stay open
 *         ├── processes     servers, each in a process of its own
 *         └── meters        /proc
 *   result (JSON) ──▶ statistics, baseline ──▶ report, page
 * </pre>
 *
 * <p>
 * The orchestrator, the process that calls {@code run}, sleeps while a server is measured: it gives an order to the generator
 * and waits for the answer. What it reads from /proc it reads when nothing is in flight.
 */
@NullMarked
package dev.refservers.comparison;

import org.jspecify.annotations.NullMarked;
