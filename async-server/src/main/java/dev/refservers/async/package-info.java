@NullMarked
package dev.refservers.async;

import org.jspecify.annotations.NullMarked;
