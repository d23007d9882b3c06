package dev.refservers.protocol.queue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client's transaction: what it has queued since {@code MULTI}, and the queues that it watches until {@code EXEC}.
 * Used by the client's thread; others only look at how much is queued.
 *
 * <pre>
 *            WATCH, UNWATCH                        any command: queued; one that can't be right: spoilt
 *          ┌──────────┐                          ┌──────────┐
 *          ▼          │          MULTI           ▼          │
 *        not begun ───┴────────────────────────▶ begun ─────┘
 *            ▲                                     │
 *            └─────────────────────────────────────┘ EXEC, DISCARD, RESET
 * </pre>
 */
final class Transaction {

    /** What answers with an element, and leaves it in a queue, so that the next one may answer with it, too. */
    private static final Set<Command> MOVES = EnumSet.of(Command.LMOVE, Command.RPOPLPUSH, Command.BLMOVE,
            Command.BRPOPLPUSH);

    private final LocalQueues queues;
    private final LocalClient client;
    private final ArrayList<Request> queued = new ArrayList<>();
    private final Watch watch = new Watch();

    private boolean begun;

    /** Whether something was to be queued that can't be carried out. */
    private boolean spoilt;

    private boolean executing;

    /** Bytes of those of its replies that may be far longer than their requests. */
    private long toldBytes;

    /** What {@code queued} counts for among the bytes that the queues hold. */
    private long reservedBytes;

    Transaction(LocalQueues queues, LocalClient client) {
        this.queues = queues;
        this.client = client;
    }

    /** Whether a transaction ends with this request, whatever becomes of it. */
    static boolean endsWith(@Nullable Command command, Request request) {
        return command == Command.EXEC
                || ((command == Command.DISCARD || command == Command.RESET) && command.takes(request.count()));
    }

    /** Whether requests are queued. */
    boolean begun() {
        return begun;
    }

    /** Whether those that were queued are carried out at this moment: then nothing waits. */
    boolean executing() {
        return executing;
    }

    /** How many are queued; -1 without a transaction. */
    int size() {
        return begun ? queued.size() : -1;
    }

    /** Bytes that are held for what is queued. */
    long heldBytes() {
        return reservedBytes;
    }

    /** Bytes of the replies so far that may be far longer than their requests. */
    long toldBytes() {
        return toldBytes;
    }

    /** So many more. */
    void told(long bytes) {
        toldBytes += bytes;
    }

    /** Whether something that is watched has changed. */
    boolean outdated() {
        return queues.changed(watch);
    }

    /** Carries out a command about transactions outside of one. */
    void execute(Request request, Reply reply) {
        switch (request.command()) {
            case MULTI -> {
                begun = true;
                reply.ok();
            }
            case WATCH -> {
                if (queues.watch(watch, request)) {
                    reply.ok();
                } else {
                    reply.error(LocalQueues.OUT_OF_MEMORY);
                }
            }
            case UNWATCH -> {
                queues.unwatch(watch);
                reply.ok();
            }
            case EXEC -> {
                String error = RequestErrors.of(request, Command.EXEC);
                if (error != null) {
                    end();
                }
                reply.error(error == null ? "ERR EXEC without MULTI" : error);
            }
            default -> reply.error("ERR " + request.command() + " without MULTI");
        }
    }

    /** Takes whatever comes while a transaction is open. */
    void take(Request request, Reply reply, long now) {
        Command command = Command.named(request);
        String error = RequestErrors.of(request, command);
        if (command == null || error != null) {
            refuse(command, error == null ? "" : error, reply);
            return;
        }
        request.resolvedTo(command);
        client.serverCommands().noteActivity(command, now);
        switch (command) {
            case MULTI -> reply.error("ERR MULTI calls can not be nested");
            case WATCH -> reply.error("ERR WATCH inside MULTI is not allowed");
            case DISCARD -> {
                end();
                reply.ok();
            }
            case RESET -> client.serverCommands().execute(request, reply, now);
            case EXEC -> {
                if (spoilt) {
                    reply.error("EXECABORT Transaction discarded because of previous errors.");
                } else {
                    queues.atOnce(() -> execute(reply, now));
                }
                end();
            }
            default -> queue(request, reply);
        }
    }

    /** Nothing is queued or watched any more. */
    void end() {
        begun = false;
        spoilt = false;
        queued.clear();
        queued.trimToSize();
        queues.release(reservedBytes);
        reservedBytes = 0;
        queues.unwatch(watch);
    }

    private void refuse(@Nullable Command command, String error, Reply reply) {
        if (command == Command.EXEC) {
            end();
        } else {
            spoilt = true;
        }
        reply.error(error);
    }

    private void queue(Request request, Reply reply) {
        long cost = Footprint.queued(request);
        if (spoilt) {
            // It will never be carried out, so it need not be kept.
            reply.queued();
        } else if (queues.reserve(cost)) {
            reservedBytes += cost;
            queued.add(request.copy());
            reply.queued();
        } else {
            spoilt = true;
            reply.error(LocalQueues.OUT_OF_MEMORY);
        }
    }

    private void execute(Reply reply, long now) {
        if (queues.changed(watch)) {
            reply.nilArray();
            return;
        }
        queues.unwatch(watch);
        reply.array(queued.size());
        executing = true;
        toldBytes = 0;
        try {
            for (Request request : queued) {
                // What is put takes no more than it was queued with, so that there is room for all or for nothing.
                long cost = Footprint.queued(request);
                reservedBytes -= cost;
                queues.release(cost);
                boolean moves = MOVES.contains(request.command());
                if (moves ? !queues.hasRoomToTell(1, client, reply) : looksInVain(request, reply)) {
                    reply.error(LocalQueues.OUT_OF_MEMORY);
                    continue;
                }
                long before = reply.copiedBytes();
                client.carryOut(request, reply, now);
                if (moves) {
                    count(reply, reply.copiedBytes() - before);
                }
            }
        } finally {
            executing = false;
        }
    }

    private boolean looksInVain(Request request, Reply reply) {
        return request.command() == Command.LRANGE && !queues.hasRoomFor(reply.heldBytes());
    }

    /** What has been moved can't be refused any more. */
    private void count(Reply reply, long bytes) {
        told(bytes);
        queues.buffered().add(bytes);
        reply.counted(bytes);
    }
}
