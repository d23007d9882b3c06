@NullMarked
package dev.refservers.epoll;

import org.jspecify.annotations.NullMarked;
