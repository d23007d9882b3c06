/**
 * A comparison as one HTML page that needs nothing else: {@link dev.refservers.comparison.page.Page}.
 *
 * <pre>
 *   Comparison ─▶ Topics: who has which figures in which scenario
 *                   ├─▶ tables       plain HTML, ratios to one reference written into them
 *                   ├─▶ svg          charts, drawn here and not in the browser
 *                   ├─▶ claims       what the textbook says, and what this run says to it
 *                   └─▶ cards        what cannot be measured, from architectures.txt
 * </pre>
 *
 * <p>
 * Charts are SVG that Java writes: they are there without JavaScript and on paper, a test reads them as text, and no
 * library has to be shipped. What the page's own script adds is choice: another reference, another order, one server
 * among many. All ratios that a reader can ask for are computed here; the script only looks them up.
 */
@NullMarked
package dev.refservers.comparison.page;

import org.jspecify.annotations.NullMarked;
