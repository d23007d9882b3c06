/** What scripts run against: our architectures and redis-server, each in a process of its own, or any address. */
@NullMarked
package dev.refservers.conformance.targets;

import org.jspecify.annotations.NullMarked;
