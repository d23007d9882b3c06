@NullMarked
package dev.refservers.comparison;

import org.jspecify.annotations.NullMarked;
