@NullMarked
package dev.refservers.linux;

import org.jspecify.annotations.NullMarked;
