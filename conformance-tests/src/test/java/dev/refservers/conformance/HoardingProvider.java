package dev.refservers.conformance;

import dev.refservers.protocol.BufferedSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.RefusedSession;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.server.ProtocolProvider;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Provides {@code hoarding}: echoes, but for an {@code h}, for which it wants more memory than there is. */
public final class HoardingProvider implements ProtocolProvider {

    @Override
    public String name() {
        return "hoarding";
    }

    @Override
    public Protocol create(Limits limits, Statistics statistics, Supplier<Status> status) {
        return new Protocol() {
            @Override
            public String name() {
                return "hoarding";
            }

            @Override
            public Session open(Runnable wake, long now) {
                statistics.connectionOpened();
                return new Hoarding(limits, statistics, now);
            }

            @Override
            public Session refuse(long now) {
                return new RefusedSession(limits, "", now);
            }
        };
    }

    private static final class Hoarding extends BufferedSession {
        private final Statistics statistics;
        private int hoarded;

        private Hoarding(Limits limits, Statistics statistics, long now) {
            super(limits, now);
            this.statistics = statistics;
        }

        @Override
        protected void take(ByteBuffer in, long now) {
            while (in.hasRemaining()) {
                char received = (char) in.get();
                if (received == 'h') {
                    // Refused at once: nothing is touched, on however large a machine.
                    hoarded += new long[Integer.MAX_VALUE].length;
                }
                out.put(String.valueOf(received));
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
            return hoarded > 0;
        }

        @Override
        protected void release() {
            statistics.connectionClosed();
        }
    }
}
