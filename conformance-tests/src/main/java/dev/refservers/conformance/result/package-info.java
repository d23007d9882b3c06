/** What came of running scripts against targets: verdicts, conversations, and why. */
@NullMarked
package dev.refservers.conformance.result;

import org.jspecify.annotations.NullMarked;
