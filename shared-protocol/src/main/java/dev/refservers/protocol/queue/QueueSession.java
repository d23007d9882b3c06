package dev.refservers.protocol.queue;

import dev.refservers.protocol.BufferedBytes;
import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Statistics;

import dev.refservers.protocol.queue.Queues.Client.Outcome;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client of the queue protocol.
 *
 * <p>
 * Requests are executed where they were received, without being copied; only what can't be executed yet is kept: an
 * unfinished request, whatever comes behind a command that waits, and what finds no room for its reply.
 */
final class QueueSession extends BufferedSession {

    /** Kept bytes above which a client is not read while its command is carried out elsewhere, but waits for nobody. */
    private static final int UNDERWAY_INPUT_BYTES = 64 << 10;

    private static final int SMALLEST_KEPT_BYTES = 256;

    private static final Set<Command> ANSWERED_HERE = EnumSet.of(Command.PING, Command.ECHO, Command.QUIT, Command.POST,
            Command.HOST);

    private final Limits limits;
    private final Statistics statistics;
    private final Queues.Client client;
    private final RequestParser parser;
    private final Reply reply = new Reply(out);

    /** Received, not executed; null while there is nothing. */
    private @Nullable ByteBuffer kept;

    private boolean waiting;

    /** Whether requests are queued by the client until {@code EXEC}. */
    private boolean inTransaction;

    /** Whether what is waited for is up to other clients, so that it may never come. */
    private boolean blocked;

    /** Whether the wait is being given up, because more has come behind it than is kept. */
    private boolean tooMuchBehind;

    /** Whether requests may be left in {@code kept} only for want of room for their replies. */
    private boolean stalled;

    /** Whether the reply that is waited for may have come when there was no room for it: nobody tells of it twice. */
    private boolean completionDue;

    QueueSession(Limits limits, Statistics statistics, BufferedBytes buffered, Queues.Client client, long now) {
        super(limits, buffered, now);
        this.limits = limits;
        this.statistics = statistics;
        this.client = client;
        this.parser = new RequestParser(limits);
    }

    @Override
    protected void take(ByteBuffer in, long now) {
        finishKept(in, now);
        if (kept == null) {
            execute(in, now);
            if (in.hasRemaining() && !ending()) {
                keep(in, in.remaining());
            }
        } else if (in.hasRemaining()) {
            keep(in, in.remaining());
            executeKept(now);
        }
        in.position(in.limit());
        limitWaitingInput(now);
    }

    @Override
    protected void advance(long now) {
        if (client.killed()) {
            abort();
            return;
        }
        // What a store elsewhere has to say comes in parts, and is asked for no faster than the peer takes it.
        completionDue = waiting && !roomForOutput();
        if (waiting && !completionDue) {
            waiting = settle(client.complete(reply, now));
        }
        executeKept(now);
        limitWaitingInput(now);
        if (lastInput() && !ending()) {
            endOrGiveUp(now);
        }
    }

    @Override
    protected boolean inputFull() {
        // Who is blocked is read whatever it has sent, or its end would not be seen.
        return waiting && (blocked ? tooMuchBehind : keptBytes() >= UNDERWAY_INPUT_BYTES);
    }

    @Override
    protected boolean waitsForRoom() {
        return stalled || completionDue;
    }

    @Override
    protected boolean peerWaits() {
        return waiting;
    }

    @Override
    protected long advanceDeadline() {
        return waiting ? client.deadline() : NEVER;
    }

    @Override
    protected long heldBytes() {
        ByteBuffer input = kept;
        return (input == null ? 0 : input.capacity()) + parser.heldBytes() + reply.unfinishedBytes();
    }

    @Override
    protected long countedBytes() {
        return reply.countedBytes();
    }

    @Override
    protected void release() {
        kept = null;
        client.close();
        statistics.connectionClosed();
    }

    /** There will be no further input: what still waits is given up, and an unfinished request is dropped. */
    private void endOrGiveUp(long now) {
        if (waiting) {
            client.cancelWait();
            waiting = settle(client.complete(reply, now));
            executeKept(now);
        }
        if (!waiting && !stalled) {
            end();
        }
    }

    /** Gives up the wait of a client that has sent too much behind it; unless its answer has come, and it goes on. */
    private void limitWaitingInput(long now) {
        while (waiting && blocked && !tooMuchBehind && keptBytes() > limits.maxWaitingInputBytes() && roomForOutput()) {
            tooMuchBehind = true;
            client.cancelWait();
            waiting = settle(client.complete(reply, now));
            executeKept(now);
        }
    }

    private int keptBytes() {
        return kept == null ? 0 : kept.remaining();
    }

    /** Adds to an unfinished request what it needs, and little more: what comes behind it is executed where it lies. */
    private void finishKept(ByteBuffer in, long now) {
        if (stalled && !waiting) {
            executeKept(now);
        }
        ByteBuffer unfinished = kept;
        while (unfinished != null && in.hasRemaining() && !waiting && !stalled && !ending()) {
            int more = (int) Math.min(in.remaining(), pieceFor(unfinished));
            keep(in, more);
            executeKept(now);
            unfinished = kept;
            if (unfinished != null && unfinished.remaining() <= more) {
                // What came before is executed, so that the rest lies in the input, too.
                in.position(in.position() - unfinished.remaining());
                kept = null;
                return;
            }
        }
    }

    /** What the request needs at least, and otherwise as much again, so that many small arguments take few pieces. */
    private long pieceFor(ByteBuffer unfinished) {
        int have = unfinished.remaining();
        long needed = parser.neededBytes(have);
        long uncounted = have < BufferedBytes.UNCOUNTED ? BufferedBytes.UNCOUNTED : Long.MAX_VALUE;
        long most = Math.min(uncounted, maxRequestBytes()) - have;
        return Math.max(needed, Math.min(Math.max(have, SMALLEST_KEPT_BYTES), most));
    }

    private void executeKept(long now) {
        ByteBuffer input = kept;
        if (input != null) {
            execute(input, now);
            if (!input.hasRemaining() || ending()) {
                kept = null;
            }
        } else if (reply.unfinished()) {
            stalled = !writeRest();
        } else {
            stalled = false;
        }
    }

    /** Executes requests from the position of {@code in} on, as far as possible. */
    private void execute(ByteBuffer in, long now) {
        executeWhole(in, now);
        if (waiting) {
            client.flush();
        }
    }

    private void executeWhole(ByteBuffer in, long now) {
        long served = 0;
        while ((!waiting || client.takesMore()) && !ending()) {
            if (!writeRest() || !roomForOutput()) {
                // The last request lies in input that may be let go of while its reply is not taken.
                parser.forgetRequest();
                stalled = true;
                statistics.requestsServed(served);
                return;
            }
            int start = in.position();
            RequestParser.Step step = parser.next(in);
            if (step == RequestParser.Step.MORE) {
                break;
            }
            if (waiting && (step == RequestParser.Step.ERROR || isAnsweredHere(parser.request()))) {
                // Behind replies that are still to come: it is parsed once more when they have.
                in.position(start);
                parser.restart();
                break;
            }
            if (step == RequestParser.Step.ERROR) {
                protocolError(parser.error());
                break;
            }
            served++;
            execute(parser.request(), now);
        }
        parser.forgetRequest();
        stalled = false;
        statistics.requestsServed(served);
    }

    private static boolean isAnsweredHere(Request request) {
        Command command = Command.named(request);
        return command == null || command.asksSubcommand(request) || ANSWERED_HERE.contains(command)
                || isRefusedHere(request, command);
    }

    /** Where it is refused does not matter, but for an {@code EXEC}: what is watched ends with it. */
    private static boolean isRefusedHere(Request request, @Nullable Command command) {
        return command != Command.EXEC && RequestErrors.of(request, command) != null;
    }

    private void execute(Request request, long now) {
        Command command = Command.named(request);
        if (command == Command.POST || command == Command.HOST) {
            // A browser was made to talk to us by somebody else's page: it gets nothing at all.
            abort();
        } else if (command == Command.QUIT) {
            reply.ok();
            end();
        } else if (inTransaction) {
            // What is wrong with a request concerns its transaction too, so nothing is answered here.
            request.inTransaction(true);
            if (command != null) {
                request.resolvedTo(command);
            }
            inTransaction = !Transaction.endsWith(command, request);
            // In a transaction nothing waits.
            blocked = false;
            carryOut(request, now);
        } else if (command == null || isRefusedHere(request, command)) {
            RequestErrors.refuse(reply, request, command);
            client.noteAnswered(command, now);
        } else if (command == Command.PING) {
            ServerCommands.ping(request, reply);
            client.noteAnswered(Command.PING, now);
        } else if (command == Command.ECHO) {
            reply.bulk(request, 1);
            client.noteAnswered(Command.ECHO, now);
        } else {
            request.resolvedTo(command);
            inTransaction = command == Command.MULTI;
            blocked = command.blocks();
            carryOut(request, now);
        }
    }

    private void carryOut(Request request, long now) {
        waiting = settle(client.execute(request, reply, now));
        if (client.killed()) {
            end();
        }
    }

    /** Whether the outcome is that the client still waits. */
    private boolean settle(Outcome outcome) {
        if (outcome == Outcome.GIVEN_UP && tooMuchBehind) {
            protocolError("too much behind a blocking command");
        } else if (outcome == Outcome.GIVEN_UP) {
            end();
        }
        tooMuchBehind &= outcome == Outcome.WAITING;
        return outcome == Outcome.WAITING;
    }

    /** Writes on at a long array; returns whether it is at its end. */
    private boolean writeRest() {
        if (reply.unfinished()) {
            reply.goOn(limits.outputHighWaterBytes());
        }
        return !reply.unfinished();
    }

    /** Keeps so many bytes of {@code in}, and takes them, unless that ends the conversation. */
    private void keep(ByteBuffer in, int more) {
        ByteBuffer old = kept;
        int have = old == null ? 0 : old.remaining();
        if (!waiting && (long) have + more > maxRequestBytes()) {
            protocolError("too big request");
            return;
        }
        if (old != null && old.capacity() - old.limit() >= more) {
            int end = old.limit();
            old.limit(end + more).put(end, in, in.position(), more);
            in.position(in.position() + more);
            return;
        }
        int capacity = Math.max(have + more, have == 0 ? SMALLEST_KEPT_BYTES : grown(have));
        if (have + more <= BufferedBytes.UNCOUNTED) {
            capacity = Math.min(capacity, BufferedBytes.UNCOUNTED);
        }
        // Who is not read until there is room for replies, or some have come from elsewhere, holds no more than a read.
        boolean soonGone = waiting ? !blocked : stalled;
        if (soonGone ? !mayHoldForNow(capacity) : !mayHold(capacity)) {
            refuseInput();
            return;
        }
        ByteBuffer larger = ByteBuffer.allocate(capacity);
        if (old != null) {
            larger.put(old);
        }
        kept = larger.put(in.slice(in.position(), more)).flip();
        in.position(in.position() + more);
    }

    /** There is no memory for the rest of a request, so that nobody can tell where the next one begins. */
    private void refuseInput() {
        if (waiting || reply.unfinished()) {
            abort();
        } else {
            reply.error(LocalQueues.OUT_OF_MEMORY);
            end();
        }
    }

    /** Twice as much, so that each byte is moved only a few times while an unfinished request grows. */
    private int grown(int have) {
        return (int) Math.min(2L * have, Math.max(maxRequestBytes(), limits.maxWaitingInputBytes()));
    }

    /** All arguments of one request together: each may be as long as the limit says, but not all of them. */
    private long maxRequestBytes() {
        return Math.min(Math.max(2L * limits.maxBulkBytes(), 1L << 20), 1L << 30);
    }

    private void protocolError(String what) {
        reply.error("ERR Protocol error: " + what);
        end();
    }
}
