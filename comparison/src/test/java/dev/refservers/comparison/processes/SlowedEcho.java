package dev.refservers.comparison.processes;

import dev.refservers.protocol.ForwardingSession;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.protocol.echo.EchoProtocol;
import dev.refservers.server.ProtocolProvider;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Echo that keeps its processor busy for so many nanoseconds more whenever bytes come. */
public final class SlowedEcho implements ProtocolProvider {

    /** The name under which it is asked for. */
    public static final String NAME = "slowed-echo";

    private static final int NANOS = Integer.getInteger("slowed.nanos", 0);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Protocol create(Limits limits, Statistics statistics, Supplier<Status> status) {
        EchoProtocol echo = new EchoProtocol(limits, statistics);
        return new Protocol() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public Session open(Runnable wake, long now) {
                return new Slowed(echo.open(wake, now));
            }

            @Override
            public Session refuse(long now) {
                return echo.refuse(now);
            }
        };
    }

    private static void spin() {
        for (long start = System.nanoTime(); NANOS > 0 && System.nanoTime() - start < NANOS;) {
            Thread.onSpinWait();
        }
    }

    /** Not by reflection, which would cost more than what is wasted on purpose, and another thing in each process. */
    private static final class Slowed extends ForwardingSession {

        Slowed(Session session) {
            super(session);
        }

        @Override
        public void receive(ByteBuffer in, long now) {
            spin();
            session.receive(in, now);
        }
    }
}
