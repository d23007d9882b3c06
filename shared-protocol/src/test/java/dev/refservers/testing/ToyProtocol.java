package dev.refservers.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A line in, a line out, to have a driver do all that a session can ask of it.
 *
 * <pre>
 *   say TEXT     TEXT
 *   owe N        N bytes
 *   await NAME   NAME, once another client has called it
 *   call NAME    called, or nobody
 *   sleep N      awake, after so many milliseconds
 *   bye          bye, and the end
 *   depth        the number of frames on the stack
 *   thread       the name of the thread that serves it
 *   bug          an exception
 * </pre>
 */
public final class ToyProtocol implements Protocol {

    /** What a client over the limit of connections is told. */
    public static final String FULL = "full\n";

    private final Limits limits;
    private final Map<String, Toy> waiting = new ConcurrentHashMap<>();

    /** Sessions that were opened and not closed; those of refused clients too. */
    public final AtomicInteger open = new AtomicInteger();

    /** A toy with these limits, and nobody who waits. */
    public ToyProtocol(Limits limits) {
        this.limits = limits;
    }

    /** How many clients wait to be called. */
    public int waitingClients() {
        return waiting.size();
    }

    /** Wakes the client that waits for this name; false if none does. By any thread. */
    public boolean call(String name) {
        Toy called = waiting.remove(name);
        if (called == null) {
            return false;
        }
        called.called = true;
        called.wake.run();
        return true;
    }

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public Session open(Runnable wake, long now) {
        return new Toy(wake, false, now);
    }

    @Override
    public Session refuse(long now) {
        return new Toy(() -> {}, true, now);
    }

    private final class Toy extends BufferedSession {
        private final Runnable wake;
        private final ArrayDeque<String> lines = new ArrayDeque<>();
        private final StringBuilder line = new StringBuilder();
        private long wakeUpAt = NEVER;
        private String awaited = "";
        private volatile boolean called;

        Toy(Runnable wake, boolean refused, long now) {
            super(limits, now);
            this.wake = wake;
            open.incrementAndGet();
            if (refused) {
                out.put(FULL);
                end();
            }
        }

        @Override
        protected void take(ByteBuffer in, long now) {
            while (in.hasRemaining()) {
                char c = (char) in.get();
                if (c == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append(c);
                }
            }
            advance(now);
        }

        @Override
        protected void advance(long now) {
            if (wakeUpAt != NEVER && wakeUpAt - now <= 0) {
                wakeUpAt = NEVER;
                out.put("awake\n");
            }
            if (called) {
                called = false;
                out.put(awaited + "\n");
                awaited = "";
            }
            while (!ending() && !lines.isEmpty() && roomForOutput() && wakeUpAt == NEVER && awaited.isEmpty()) {
                execute(lines.remove(), now);
            }
            if (lastInput() && (lines.isEmpty() || wakeUpAt != NEVER || !awaited.isEmpty())) {
                end();
            }
        }

        private void execute(String command, long now) {
            String argument = command.substring(command.indexOf(' ') + 1);
            switch (command.split(" ", 2)[0]) {
                case "say" -> out.put(argument + "\n");
                case "owe" -> out.putShared("x".repeat(Integer.parseInt(argument)).getBytes(ISO_8859_1));
                case "await" -> {
                    awaited = argument;
                    waiting.put(argument, this);
                }
                case "call" -> out.put(call(argument) ? "called\n" : "nobody\n");
                case "sleep" -> wakeUpAt = now + Long.parseLong(argument) * 1_000_000;
                case "depth" -> out.put(StackWalker.getInstance().walk(Stream::count) + "\n");
                case "thread" -> out.put(Thread.currentThread().getName() + "\n");
                case "bye" -> {
                    out.put("bye\n");
                    end();
                }
                default -> throw new IllegalStateException("a bug, as asked for");
            }
        }

        @Override
        protected boolean inputFull() {
            return lines.size() > 10_000;
        }

        @Override
        protected boolean waitsForRoom() {
            return !lines.isEmpty() && wakeUpAt == NEVER && awaited.isEmpty();
        }

        @Override
        protected boolean peerWaits() {
            return !awaited.isEmpty();
        }

        @Override
        protected long advanceDeadline() {
            return wakeUpAt;
        }

        @Override
        protected void release() {
            waiting.remove(awaited, this);
            open.decrementAndGet();
        }
    }
}
