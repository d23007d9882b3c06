package dev.refservers.comparison.processes;

import dev.refservers.protocol.EchoProtocol;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import dev.refservers.server.ProtocolProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/** Echo that computes something useless whenever bytes come: so many steps of a generator of random numbers. */
public final class SlowedEcho implements ProtocolProvider {

    /** The name under which it is asked for. */
    public static final String NAME = "slowed-echo";

    private static final int STEPS = Integer.getInteger("slowed.steps", 0);
    private static volatile long sink;

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
                return slowed(echo.open(wake, now));
            }

            @Override
            public Session refuse(long now) {
                return echo.refuse(now);
            }
        };
    }

    private static Session slowed(Session session) {
        return (Session) Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[]{Session.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("receive")) {
                        compute();
                    }
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static void compute() {
        long value = sink;
        for (int i = 0; i < STEPS; i++) {
            value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        sink = value;
    }
}
