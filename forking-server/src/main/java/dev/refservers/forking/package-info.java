@NullMarked
package dev.refservers.forking;

import org.jspecify.annotations.NullMarked;
