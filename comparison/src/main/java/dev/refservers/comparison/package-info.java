/**
 * The command line behind {@code ./servers}, and the comparison of servers that it runs.
 *
 * <pre>
 *   Main ── ListCommand
 *        ├─ ConformCommand ── conformance-tests
 *        └─ CompareCommand ── run ──┬── load        the generator, a process of its own
 *                │                  ├── processes   servers, each in a process of its own
 *                │                  └── meters      /proc
 *                └─ report, terminal, result (JSON)
 * </pre>
 *
 * <p>
 * The orchestrator, this process, sleeps while a server is measured: it gives an order to the generator and waits for the
 * answer. What it reads from /proc it reads when nothing is in flight.
 */
@NullMarked
package dev.refservers.comparison;

import org.jspecify.annotations.NullMarked;
