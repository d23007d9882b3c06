/** The servers in containers: that the images are as they must be, and that what is in them serves. */
@NullMarked
package dev.refservers.containers;

import org.jspecify.annotations.NullMarked;
