package dev.refservers.forking;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.server.ProtocolProvider;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Somebody else's protocol, to tell what a worker is and to have it do what a session may do.
 *
 * <pre>
 *   who          the worker's process, and how many sessions its protocol has opened
 *   owe N        N bytes
 *   bug          an exception
 * </pre>
 */
public final class TellingProvider implements ProtocolProvider {

    static final String FULL = "full\n";

    @Override
    public String name() {
        return "telling";
    }

    @Override
    public Protocol create(Limits limits, Statistics statistics, Supplier<Status> status) {
        return new Telling(limits, statistics);
    }

    private static final class Telling implements Protocol {
        private final Limits limits;
        private final Statistics statistics;
        private int opened;

        private Telling(Limits limits, Statistics statistics) {
            this.limits = limits;
            this.statistics = statistics;
        }

        @Override
        public String name() {
            return "telling";
        }

        @Override
        public Session open(Runnable wake, long now) {
            statistics.connectionOpened();
            opened++;
            return new TellingSession(this, "", now);
        }

        @Override
        public Session refuse(long now) {
            return new TellingSession(this, FULL, now);
        }
    }

    private static final class TellingSession extends BufferedSession {
        private final Telling protocol;
        private final boolean refused;
        private final StringBuilder line = new StringBuilder();

        private TellingSession(Telling protocol, String lastWord, long now) {
            super(protocol.limits, now);
            this.protocol = protocol;
            refused = !lastWord.isEmpty();
            if (refused) {
                out.put(lastWord);
                end();
            }
        }

        @Override
        protected void take(ByteBuffer in, long now) {
            while (in.hasRemaining()) {
                char c = (char) in.get();
                if (c == '\n') {
                    answer(line.toString());
                    line.setLength(0);
                } else {
                    line.append(c);
                }
            }
        }

        private void answer(String request) {
            if (request.equals("who")) {
                out.put(ProcessHandle.current().pid() + " " + protocol.opened + "\n");
            } else if (request.startsWith("owe ")) {
                out.putShared("x".repeat(Integer.parseInt(request.substring(4))).getBytes(ISO_8859_1));
            } else {
                throw new IllegalStateException("a bug, as asked for");
            }
        }

        @Override
        protected void advance(long now) {
            if (lastInput()) {
                end();
            }
        }

        @Override
        protected boolean inputFull() {
            return false;
        }

        @Override
        protected void release() {
            if (!refused) {
                protocol.statistics.connectionClosed();
            }
        }
    }
}
