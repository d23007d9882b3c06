@NullMarked
package dev.refservers.blocking;

import org.jspecify.annotations.NullMarked;
