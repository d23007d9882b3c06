/**
 * A process for each connection, as inetd and Python's {@code ForkingTCPServer} do it; and a few processes that were
 * started beforehand and share a listening socket, as Apache's prefork and many others do.
 *
 * <pre>
 *   parent                                        worker (one for each client)
 *   ┌───────────────────────────────┐  descriptor 0: the accepted socket  ┌───────────────────────────┐
 *   │ ForkingServer                 │────────────────────────────────────▶│ System.inheritedChannel() │◀──▶ client
 *   │   accept4 ─▶ Workers: spawn   │                                     │ Connection ─ Session      │
 *   │           └▶ Refusals         │   lifeline: its end is the end      │      │                    │
 *   │ Parent                        │◀────────────────────────────────────│ Lifeline                  │
 *   │   EventLoop ─ Lifelines       │   queues: one link for each client  │      ▼                    │
 *   │     └ LinkSession ─ Session   │◀────────────────────────────────────│ RemoteQueues              │
 *   │         └ LocalQueues         │                                     │                           │
 *   └──────────────┬────────────────┘                                     └─────────────┬─────────────┘
 *                  └──────────────── Scoreboard: a file that all map ───────────────────┘
 * </pre>
 *
 * <p>
 * A JVM cannot fork: a copy of it would have none of its threads but one. So the parent spawns a fresh JVM for each
 * client. What makes that a server like inetd, and not a proxy that copies bytes to and fro, is descriptor 0: a child
 * process inherits its standard input, that may be a socket, and {@link System#inheritedChannel()} makes a channel of it.
 * The parent gives the accepted socket the number 0 for the moment of the spawn ({@link dev.refservers.forking.Workers}),
 * and closes its own copy when the worker has come to its client: had it failed before, the parent would refuse the client.
 * All other descriptors are closed on exec: a worker has one client, and no way to another.
 *
 * <p>
 * What one client does to its process happens to nobody else: a worker may leak, fail, run out of memory or be killed, and
 * costs one connection. What clients share must therefore live elsewhere, here in the parent: each worker speaks the
 * queue protocol to it over a socket that only this user can reach, and blocking pops, {@code CLIENT LIST} and the limits of
 * all queues come from the parent's own sessions. {@code PING}, {@code ECHO} and whatever is wrong are answered by the
 * worker. A protocol that knows nothing of {@link dev.refservers.protocol.queue.Queues} has its state in each process for itself.
 *
 * <p>
 * {@code prefork} hands over the listening socket by the same trick: {@link System#inheritedChannel()} is then a
 * {@link java.nio.channels.ServerSocketChannel}, on which all workers accept. The parent has nothing to do with clients but keep
 * the queues, and replaces a worker that dies. When one is killed, what was in flight is what its clients had asked for
 * and were not answered: a push was carried out whole or not at all, a pop may have taken its element, which is gone with
 * the connection. Nothing else is lost, and nothing is carried out twice.
 *
 * <p>
 * In a worker the client is not read by a blocking read, although there is only one: it waits for the parent just as much, whose
 * reply, shutdown or death comes on another socket. One thread with a selector hears all of them.
 */
@NullMarked
package dev.refservers.forking;

import org.jspecify.annotations.NullMarked;
