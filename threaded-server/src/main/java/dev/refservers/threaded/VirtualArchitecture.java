package dev.refservers.threaded;

import dev.refservers.protocol.Protocol;
import dev.refservers.server.Architecture;
import dev.refservers.server.Server;
import dev.refservers.server.Settings;
import dev.refservers.server.Trait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** A virtual thread per connection, the coroutine: code that blocks, on threads that do not. */
public final class VirtualArchitecture implements Architecture {

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public String summary() {
        return "A virtual thread per connection, suspended in read: the coroutine.";
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public Server start(Protocol protocol, Settings settings) throws IOException {
        openPoller();
        return RunningServer.start(name(), protocol, settings,
                prefix -> Thread.ofVirtual().name(prefix, 0).factory(),
                Executors::newThreadPerTaskExecutor);
    }

    /**
     * Has a virtual thread wait for a socket, for a millisecond. What the JDK waits with for all of them has a descriptor of
     * its own; if none is left when the first client comes, no client can ever be waited for.
     */
    private static void openPoller() throws IOException {
        try {
            CompletableFuture.runAsync(VirtualArchitecture::waitForNobody, Thread::startVirtualThread).join();
        } catch (CompletionException failed) {
            throw new IOException("virtual threads cannot wait for sockets: " + failed.getCause(), failed);
        }
    }

    private static void waitForNobody() {
        try (ServerSocket nobodyComes = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodyComes.setSoTimeout(1);
            nobodyComes.accept().close();
        } catch (SocketTimeoutException asExpected) {
            // It has waited: that is all.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
