/**
 * The load generator: a process of its own that talks to a server as many clients, checks every byte of every reply, and
 * measures how long each took.
 *
 * <pre>
 *   orchestrator                          generator (own JVM, own core)              server
 *   GeneratorProcess -- orders, stdin --> Generator --> Reactor --+-- Client 0 ------- connection
 *                    <- answers, stdout --                        +-- Client 1 ------- connection
 *                                                                 +-- …
 * </pre>
 *
 * <p>
 * Load comes in <em>windows</em>. A window begins and ends with nothing in flight, and the generator then waits for the
 * next order. So whoever orders reads the meters of an idle server, and what they read belongs to exactly the requests
 * that were counted.
 *
 * <p>
 * A generator that is slower than the server measures itself. So the reactor is one thread with one selector; each
 * {@link dev.refservers.comparison.load.Turn} is encoded before the first window; a reply is checked by comparing it with
 * the bytes that must come, not by parsing it; and a request makes no garbage. What share of its time the reactor was
 * busy is part of every answer.
 */
@NullMarked
package dev.refservers.comparison.load;

import org.jspecify.annotations.NullMarked;
