package dev.refservers.server;

import dev.refservers.protocol.Protocol;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/** Architectures that open no socket, for tests of what is around them. */
public final class StubArchitectures {

    private StubArchitectures() {}

    /** Starts, and says that it listens on port 1. */
    public static class Idle implements Architecture {
        @Override
        public String name() {
            return "idle";
        }

        @Override
        public String summary() {
            return "Does nothing.";
        }

        @Override
        public Set<Trait> traits() {
            return Set.of();
        }

        @Override
        public int maxConnections() {
            return 7;
        }

        @Override
        public Server start(Protocol protocol, Settings settings) throws IOException {
            Thread serving = Thread.ofPlatform().name("serving").start(() -> {
                try {
                    Thread.currentThread().join();
                } catch (InterruptedException closed) {
                    System.out.println("closed");
                }
            });
            return new Server() {
                @Override
                public InetSocketAddress address() {
                    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
                }

                @Override
                public void close() {
                    serving.interrupt();
                    while (serving.isAlive()) {
                        Thread.onSpinWait();
                    }
                }
            };
        }
    }

    /** Serves one client at a time, as it says. */
    public static final class Alone extends Idle {
        @Override
        public String name() {
            return "alone";
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.ONE_CLIENT_AT_A_TIME);
        }
    }

    /** Cannot run anywhere. */
    public static final class Missing extends Idle {
        @Override
        public String name() {
            return "missing";
        }

        @Override
        public Optional<String> unavailable() {
            return Optional.of("this kernel has no such call; use Linux 99 or newer.");
        }
    }

    /** Cannot start. */
    public static final class Unbound extends Idle {
        @Override
        public String name() {
            return "unbound";
        }

        @Override
        public Server start(Protocol protocol, Settings settings) throws IOException {
            throw new IOException(settings.address() + " is not for you");
        }
    }

    /** Cannot start because of another. */
    public static final class Taken extends Idle {
        @Override
        public String name() {
            return "taken";
        }

        @Override
        public Server start(Protocol protocol, Settings settings) throws IOException {
            throw new IOException("bind(): EADDRINUSE", new BindException("Address already in use"));
        }
    }

    /** Cannot start all of its threads. */
    public static final class Threadless extends Idle {
        @Override
        public String name() {
            return "threadless";
        }

        @Override
        public Server start(Protocol protocol, Settings settings) throws IOException {
            super.start(protocol, settings);
            throw new OutOfMemoryError("unable to create native thread");
        }
    }

    /** Has not started until it is asked to close. */
    public static final class Slow extends Idle {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Server start(Protocol protocol, Settings settings) throws IOException {
            System.out.println("starting");
            while (Thread.getAllStackTraces().keySet().stream().noneMatch(each -> each.getName().equals("shutdown"))) {
                Thread.onSpinWait();
            }
            return super.start(protocol, settings);
        }
    }

    /** Loses a thread by an Error when its standard input ends, and goes on with another. */
    public static final class Dying extends Idle {
        @Override
        public String name() {
            return "dying";
        }

        @Override
        public Server start(Protocol protocol, Settings settings) throws IOException {
            Thread.ofPlatform().name("one of two").start(() -> {
                try {
                    System.in.readAllBytes();
                } catch (IOException gone) {
                    System.out.println(gone);
                }
                throw new OutOfMemoryError("no more of it");
            });
            return super.start(protocol, settings);
        }
    }

    /** Ends by itself when its standard input does. */
    public static final class Brief extends Idle {
        @Override
        public String name() {
            return "brief";
        }

        @Override
        public Server start(Protocol protocol, Settings settings) throws IOException {
            Server server = super.start(protocol, settings);
            Thread.ofVirtual().start(() -> {
                try {
                    System.in.readAllBytes();
                } catch (IOException gone) {
                    System.out.println(gone);
                }
                server.close();
            });
            return server;
        }
    }
}
