/**
 * Who tests the suite: servers that are broken on purpose, each in one place, and each must be caught.
 *
 * <pre>
 *   x.mutant ──Mutant──▶ file with a few lines replaced ──MutantCompiler──▶ classes
 *                                                                             │ before all others on the class path
 *   caught-by ──▶ scripts ──▶ MutantTarget, a process ◀───────────────────────┘
 *                   │
 *                   └──▶ the same target without a mutant: the control, which must pass them
 * </pre>
 *
 * <p>
 * The servers are the shipped ones: they have no seam for this. A mutant whose lines are not there any more fails the
 * test, and so does one that survives its scripts: then the suite has a hole, and wants a script.
 */
@NullMarked
package dev.refservers.conformance.mutants;

import org.jspecify.annotations.NullMarked;
