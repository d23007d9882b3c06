/**
 * What textbooks say about architectures, and what one comparison says to it.
 *
 * <p>
 * A {@link dev.refservers.comparison.page.claims.Claim} is a rule from figures to a verdict: nothing here knows how a run came
 * out. A bound that a rule needs (how much is "expensive"?) is a constant beside it, and in its words.
 */
@NullMarked
package dev.refservers.comparison.page.claims;

import org.jspecify.annotations.NullMarked;
