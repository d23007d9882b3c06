/**
 * The conformance suite: the same client scripts against every server.
 *
 * <pre>
 *   script ◀── result ◀────┬── run ◀── junit
 *      ▲                   │    │
 *      └──── targets ◀─────┼────┘
 *                          └── report ──▶ spec ──▶ script
 * </pre>
 *
 * Each package knows only those that its arrows point at.
 */
@NullMarked
package dev.refservers.conformance;

import org.jspecify.annotations.NullMarked;
