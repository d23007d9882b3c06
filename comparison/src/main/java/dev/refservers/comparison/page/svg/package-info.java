/** Charts as SVG, drawn for a width of {@value dev.refservers.comparison.page.svg.Drawing#WIDTH} units and coloured by the page's style. */
@NullMarked
package dev.refservers.comparison.page.svg;

import org.jspecify.annotations.NullMarked;
