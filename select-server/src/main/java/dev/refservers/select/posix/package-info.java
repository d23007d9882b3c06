/**
 * The reactor with the calls that came before epoll: select(2), of 1983, and poll(2), of 1986. The loop is the same;
 * {@link dev.refservers.select.posix.Multiplexer} is all that differs.
 *
 * <pre>
 *   select(2)                                      poll(2)
 *
 *   which may be read       [0110100…] 1,024 bits  {fd 4, events IN,  revents  ?}   one for each connection,
 *   which may be written    [0000010…] 1,024 bits  {fd 7, events OUT, revents  ?}   as many as there are
 *            │  ▲                                          │  ▲
 *            ▼  │ "these of them are"                      ▼  │ the answers are written into the array
 *   the kernel looks at every one that is set       the kernel looks at every one
 * </pre>
 *
 * <p>
 * Both are told everything at each call, and look at everything: what a turn costs grows with the connections, not with
 * those that have something to say. That is what epoll mended. Select has a limit besides: its sets hold descriptors
 * below 1,024, whatever {@code ulimit -n} says, and C's {@code FD_SET} of a greater one writes over other memory. Here
 * such a client is refused, and until it has read why, its socket is looked at every 20 ms: it takes no place from others.
 *
 * <p>
 * Both speak of descriptors by their numbers, which are used again. A number that is closed in a turn is not taken for
 * the one that is opened in the same turn, because clients are accepted last.
 */
@NullMarked
package dev.refservers.select.posix;

import org.jspecify.annotations.NullMarked;
