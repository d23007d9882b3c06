package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Each test blocks the signals in its own thread, which JUnit does not use again. */
@EnabledOnOs(OS.LINUX)
class SignalsTest {

    @Test
    void aSocketSendsASignalForEachChange() throws IOException {
        int listener = Sockets.socket(Sockets.AF_INET, Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC, 0);
        Sockets.bind(listener, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Sockets.listen(listener, 16);
        try (SignalQueue signals = new SignalQueue(SignalQueue.REAL_TIME, Signals.SIGIO);
                NativeBuffer buffer = new NativeBuffer(16)) {
            Signals.block(signals);
            SignalDriven.enable(listener, Signals.gettid(), SignalQueue.REAL_TIME);
            assertEquals(-Errno.EAGAIN, Sockets.accept4(listener, 0), "it is non-blocking, too");
            assertEquals(-Errno.EAGAIN, Signals.wait(signals, 0));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(),
                    Sockets.getsockname(listener).getPort())) {
                assertEquals(SignalQueue.REAL_TIME, Signals.wait(signals, Long.MAX_VALUE));
                assertEquals(listener, signals.descriptor());
                int served = Sockets.accept4(listener, Sockets.SOCK_CLOEXEC);
                SignalDriven.enable(served, Signals.gettid(), SignalQueue.REAL_TIME);
                client.getOutputStream().write(1);
                assertEquals(SignalQueue.REAL_TIME, Signals.wait(signals, Long.MAX_VALUE));
                assertEquals(served, signals.descriptor());
                assertEquals(1, Sockets.recv(served, buffer, 16, 0));
                client.shutdownOutput();
                assertEquals(SignalQueue.REAL_TIME, Signals.wait(signals, Long.MAX_VALUE));
                assertEquals(0, Sockets.recv(served, buffer, 16, 0));
                Descriptors.close(served);
            }
            Descriptors.close(listener);
            Signals.discard(signals);
            assertEquals(-Errno.EAGAIN, Signals.wait(signals, 0));
        }
    }

    @Test
    void aWaitEndsInTimeAndNotBefore() throws IOException {
        try (SignalQueue signals = new SignalQueue(Signals.SIGURG)) {
            Signals.block(signals);
            long started = System.nanoTime();
            int result = -Errno.EINTR;
            while (result == -Errno.EINTR) {
                result = Signals.wait(signals, 30_000_000);
            }
            assertEquals(-Errno.EAGAIN, result);
            assertTrue(System.nanoTime() - started >= 30_000_000);
        }
    }

    @Test
    void aThreadIsSentASignalByAnother() throws Exception {
        try (SignalQueue signals = new SignalQueue(Signals.SIGURG)) {
            Signals.block(signals);
            long waiting = Signals.self();
            Thread sender = Thread.ofPlatform().start(() -> assertEquals(0, Signals.send(waiting, Signals.SIGURG)));
            assertEquals(Signals.SIGURG, Signals.wait(signals, Long.MAX_VALUE));
            assertEquals(-1, signals.descriptor(), "it is about none");
            sender.join();
        }
    }

    @Test
    void signalsCanBeHadHere() {
        assertEquals(Optional.empty(), SignalDriven.unavailable());
    }

    @Test
    void whatIsNoDescriptorSendsNothing() {
        IOException failure = assertThrows(IOException.class, () -> SignalDriven.enable(-1, Signals.gettid(),
                SignalQueue.REAL_TIME));
        assertTrue(String.valueOf(failure.getMessage()).contains("EBADF"));
    }
}
