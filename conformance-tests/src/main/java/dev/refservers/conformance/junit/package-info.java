/** Scripts as tests of JUnit: extend {@link dev.refservers.conformance.junit.ConformanceTests}. */
@NullMarked
package dev.refservers.conformance.junit;

import org.jspecify.annotations.NullMarked;
