/**
 * One thread that never waits: it asks every socket in turn whether there is something, and begins again. The textbook's
 * non-blocking model, in which {@code read} says "nothing yet" instead of blocking.
 *
 * <pre>
 *            ┌──────────────────────────── a round ─────────────────────────────┐
 *   thread:  accept? ─▶ c1: read? resume, write? ─▶ c2: read? resume, write? ─▶ … ─┐
 *            ▲                                                                     │
 *            └─────────────────────────── at once ─────────────────────────────────┘
 * </pre>
 *
 * <p>
 * Whoever asks all the time need not be told anything. There is no list of woken sessions, since each is resumed in each
 * round; no queue of deadlines, since each is looked at in each round; no interest to register. That makes it the
 * shortest server for many clients, and the dearest: a round is a system call for each connection, whether or not it has
 * something to say, and the rounds never end. The cost is a whole core at no load, and a delay of one round, which grows
 * with the number of connections. To be told which sockets are ready, and to sleep until one is, is what select, poll
 * and epoll were made for.
 */
@NullMarked
package dev.refservers.blocking.polling;

import org.jspecify.annotations.NullMarked;
