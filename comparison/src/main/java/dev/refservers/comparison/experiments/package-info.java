/**
 * What servers are put through, and how one of them is measured in it: {@link dev.refservers.comparison.experiments.Trial}
 * has what each needs, a {@link dev.refservers.comparison.load.Conversation} is measured window by window, and an
 * {@link dev.refservers.comparison.experiments.Experiment} does something of its own, such as killing the server.
 */
@NullMarked
package dev.refservers.comparison.experiments;

import org.jspecify.annotations.NullMarked;
