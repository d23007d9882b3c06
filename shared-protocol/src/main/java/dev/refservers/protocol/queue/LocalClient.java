package dev.refservers.protocol.queue;

import dev.refservers.protocol.Session;

import org.jspecify.annotations.Nullable;

/** One client of {@link LocalQueues}: carries out its commands on queues. Others only look, wake, and kill. */
final class LocalClient implements Queues.Client {

    private final LocalQueues queues;
    private final long id;
    private final Runnable wake;
    private final ServerCommands serverCommands;

    private @Nullable Transaction transaction;
    private volatile @Nullable Waiter waiter;
    private BlockingReply waitsFor = BlockingReply.KEY_AND_ELEMENT;
    private long deadline = Session.NEVER;
    private volatile boolean killed;

    /** The shapes in which pops are answered. */
    private enum BlockingReply {
        KEY_AND_ELEMENT, KEY_AND_ELEMENTS, ELEMENT
    }

    LocalClient(LocalQueues queues, long id, Runnable wake, long now) {
        this.queues = queues;
        this.id = id;
        this.wake = wake;
        this.serverCommands = new ServerCommands(queues, this, now);
    }

    long id() {
        return id;
    }

    ServerCommands serverCommands() {
        return serverCommands;
    }

    /** Its transaction, or what it watches; null if it has never had any. */
    @Nullable
    Transaction transaction() {
        return transaction;
    }

    private Transaction transactions() {
        Transaction own = transaction;
        if (own == null) {
            own = new Transaction(queues, this);
            transaction = own;
        }
        return own;
    }

    /** Drops what it has queued, and watches nothing any more. */
    void endTransaction() {
        if (transaction != null) {
            transaction.end();
        }
    }

    void wake() {
        wake.run();
    }

    void kill() {
        killed = true;
        wake.run();
    }

    /** What it waits for now, if anything. Any thread may ask; what has become of the waiter, only the queues know. */
    @Nullable
    Waiter waiter() {
        return waiter;
    }

    @Override
    public Outcome execute(Request request, Reply reply, long now) {
        Transaction open = transaction;
        if (open != null && open.begun()) {
            serverCommands.noteActivity(Command.named(request), now);
            open.take(request, reply, now);
            return Outcome.ANSWERED;
        }
        serverCommands.noteActivity(request.command(), now);
        return carryOut(request, reply, now);
    }

    @Override
    public void noteAnswered(@Nullable Command command, long now) {
        serverCommands.noteActivity(command, now);
    }

    /** Carries out a command, also one of those that a transaction had queued. */
    Outcome carryOut(Request request, Reply reply, long now) {
        return switch (request.command()) {
            case LMOVE -> move(request, reply, End.parse(request, 3), End.parse(request, 4), Timeout.NONE, now);
            case RPOPLPUSH -> move(request, reply, End.RIGHT, End.LEFT, Timeout.NONE, now);
            case BLMOVE -> move(request, reply, End.parse(request, 3), End.parse(request, 4),
                    Timeout.parse(request, 5), now);
            case BRPOPLPUSH -> move(request, reply, End.RIGHT, End.LEFT, Timeout.parse(request, 3), now);
            case BLPOP -> blockingPop(request, reply, End.LEFT, now);
            case BRPOP -> blockingPop(request, reply, End.RIGHT, now);
            case LMPOP -> popFromSeveral(request, reply, 1, Timeout.NONE, now);
            case BLMPOP -> popFromSeveral(request, reply, 2, Timeout.parse(request, 1), now);
            default -> {
                answer(request, reply, now);
                yield Outcome.ANSWERED;
            }
        };
    }

    /** Carries out a command that never waits and takes from one queue at most. */
    private void answer(Request request, Reply reply, long now) {
        switch (request.command()) {
            case RPUSH -> push(request, reply, End.RIGHT);
            case LPUSH -> push(request, reply, End.LEFT);
            case RPOP -> pop(request, reply, End.RIGHT);
            case LPOP -> pop(request, reply, End.LEFT);
            case LLEN -> reply.integer(queues.length(request, 1));
            case LRANGE -> range(request, reply);
            case DEL -> reply.integer(queues.delete(request, 1));
            case EXISTS -> reply.integer(queues.count(request, 1));
            case MULTI, EXEC, DISCARD, WATCH, UNWATCH -> transactions().execute(request, reply);
            default -> serverCommands.execute(request, reply, now);
        }
    }

    private void push(Request request, Reply reply, End at) {
        long length = queues.push(request, 1, 2, at);
        if (length == LocalQueues.FULL) {
            reply.error(LocalQueues.OUT_OF_MEMORY);
        } else {
            reply.integer(length);
        }
    }

    private void pop(Request request, Reply reply, End from) {
        if (request.count() == 2) {
            byte[] element = queues.pop(request, 1, from);
            if (element == null) {
                reply.nil();
            } else {
                reply.bulk(element);
            }
        } else if (request.count() > 3) {
            reply.error(RequestErrors.wrongNumberOfArguments(request.command()));
        } else if (!request.isInteger(2) || request.integer(2) < 0) {
            reply.error("ERR value is out of range, must be positive");
        } else {
            byte[][] elements = queues.pop(request, 1, from, request.integer(2));
            if (elements == null) {
                reply.nilArray();
            } else {
                reply.elements(elements);
            }
        }
    }

    private void range(Request request, Reply reply) {
        if (request.isInteger(2) && request.isInteger(3)) {
            LocalQueues.Range range = queues.range(request, 1, request.integer(2), request.integer(3));
            if (range == null) {
                reply.error(LocalQueues.OUT_OF_MEMORY);
            } else {
                reply.countedElements(range.elements, range.countedBytes);
            }
        } else {
            reply.error("ERR value is not an integer or out of range");
        }
    }

    private Outcome move(Request request, Reply reply, @Nullable End from, @Nullable End to, Timeout timeout,
            long now) {
        if (from == null || to == null) {
            reply.error("ERR syntax error");
            return Outcome.ANSWERED;
        }
        Waiter move = Waiter.move(this, from, new Key().probe(request, 2).copy(), to);
        return takeOrWait(move, BlockingReply.ELEMENT, request, 1, 1, timeout, reply, now);
    }

    private Outcome blockingPop(Request request, Reply reply, End from, long now) {
        int last = request.count() - 1;
        return takeOrWait(Waiter.pop(this, from, 1), BlockingReply.KEY_AND_ELEMENT, request, 1, last - 1,
                Timeout.parse(request, last), reply, now);
    }

    private Outcome popFromSeveral(Request request, Reply reply, int at, Timeout timeout, long now) {
        SeveralKeys keys = SeveralKeys.parse(request, at);
        if (keys.error() != null) {
            reply.error(keys.error());
            return Outcome.ANSWERED;
        }
        return takeOrWait(Waiter.pop(this, keys.from(), keys.count()), BlockingReply.KEY_AND_ELEMENTS, request, at + 1,
                keys.keys(), timeout, reply, now);
    }

    private Outcome takeOrWait(Waiter taker, BlockingReply shape, Request request, int firstKey, int keys,
            Timeout timeout, Reply reply, long now) {
        String wrong = timeout.error();
        if (wrong != null) {
            reply.error(wrong);
            return Outcome.ANSWERED;
        }
        waitsFor = shape;
        // Others may look at the waiter as soon as the queues know it, so it must be in place before.
        waiter = taker;
        deadline = timeout.deadline(now);
        boolean waits = timeout.waits() && (transaction == null || !transaction.executing());
        if (queues.takeOrWait(taker, request, firstKey, keys, waits)) {
            waiter = null;
            answer(taker, reply);
            return Outcome.ANSWERED;
        }
        if (taker.state == Waiter.State.REFUSED) {
            waiter = null;
            reply.error(LocalQueues.OUT_OF_MEMORY);
            return Outcome.ANSWERED;
        }
        if (!waits) {
            waiter = null;
            answerNothing(reply, shape == BlockingReply.ELEMENT);
            return Outcome.ANSWERED;
        }
        return Outcome.WAITING;
    }

    @Override
    public Outcome complete(Reply reply, long now) {
        Waiter waited = waiter;
        if (waited == null) {
            return Outcome.ANSWERED;
        }
        boolean late = deadline != Session.NEVER && deadline - now <= 0;
        Waiter.State state = late ? queues.giveUp(waited, Waiter.State.TIMED_OUT) : queues.stateOf(waited);
        if (state == Waiter.State.WAITING) {
            return Outcome.WAITING;
        }
        waiter = null;
        switch (state) {
            case SERVED -> {
                answer(waited, reply);
                queues.release(waited);
            }
            case UNBLOCKED -> reply.error("UNBLOCKED client unblocked via CLIENT UNBLOCK");
            case TIMED_OUT -> answerNothing(reply, false);
            default -> {
                return Outcome.GIVEN_UP;
            }
        }
        return Outcome.ANSWERED;
    }

    private void answer(Waiter served, Reply reply) {
        if (waitsFor == BlockingReply.ELEMENT) {
            reply.bulk(served.elements[0]);
            return;
        }
        Key key = served.servedBy;
        if (key == null) {
            throw new IllegalStateException("served by no queue");
        }
        reply.array(2);
        reply.bulk(key.toBytes());
        if (waitsFor == BlockingReply.KEY_AND_ELEMENT) {
            reply.bulk(served.elements[0]);
        } else {
            reply.elements(served.elements);
        }
    }

    /** A move that found nothing answers as if for one element; everything else, and every time-out, for several. */
    private static void answerNothing(Reply reply, boolean one) {
        if (one) {
            reply.nil();
        } else {
            reply.nilArray();
        }
    }

    @Override
    public void cancelWait() {
        Waiter waited = waiter;
        if (waited != null) {
            queues.giveUp(waited, Waiter.State.GIVEN_UP);
        }
    }

    @Override
    public long deadline() {
        return waiter == null ? Session.NEVER : deadline;
    }

    @Override
    public boolean killed() {
        return killed;
    }

    @Override
    public void close() {
        cancelWait();
        endTransaction();
        Waiter waited = waiter;
        if (waited != null) {
            queues.release(waited);
        }
        serverCommands.close();
        queues.remove(this);
    }
}
