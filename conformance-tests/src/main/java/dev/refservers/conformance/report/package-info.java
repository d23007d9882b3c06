/** Results as text, JSON, TAP and JUnit XML. */
@NullMarked
package dev.refservers.conformance.report;

import org.jspecify.annotations.NullMarked;
