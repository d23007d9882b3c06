/**
 * Reads from /proc what processes and cores have used. Nothing here runs while a server is measured: it reads before and
 * after.
 */
@NullMarked
package dev.refservers.comparison.meters;

import org.jspecify.annotations.NullMarked;
