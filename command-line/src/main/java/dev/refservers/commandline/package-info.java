/**
 * The commands of {@code ./servers}: each reads its options, calls the module that does the work, and shows what came out.
 *
 * <pre>
 *   Main ─┬─ ListCommand
 *         ├─ ConformCommand ─────────────────────────── conformance-tests
 *         ├─ FuzzCommand ────────────────────────────── fuzzing
 *         ├─ CompareCommand, ReportCommand, BaselineCommand ── comparison
 *         └─ NewCommand ── template
 * </pre>
 */
@NullMarked
package dev.refservers.commandline;

import org.jspecify.annotations.NullMarked;
