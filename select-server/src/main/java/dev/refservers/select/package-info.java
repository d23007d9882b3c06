@NullMarked
package dev.refservers.select;

import org.jspecify.annotations.NullMarked;
