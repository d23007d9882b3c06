@NullMarked
package dev.refservers.threaded;

import org.jspecify.annotations.NullMarked;
