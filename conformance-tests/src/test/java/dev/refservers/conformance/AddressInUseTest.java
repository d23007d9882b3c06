package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Statistics;
import dev.refservers.server.Architecture;
import dev.refservers.server.EchoProvider;
import dev.refservers.server.ServerStatus;
import dev.refservers.server.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whoever makes the calls, the JDK or we: that an address is in use is told in one way, for Main to say it in one. */
final class AddressInUseTest {

    @TestFactory
    Stream<DynamicTest> anAddressThatIsInUseIsToldAsTheJdkTellsIt() {
        return ServiceLoader.load(Architecture.class).stream().map(ServiceLoader.Provider::get)
                .map(architecture -> DynamicTest.dynamicTest(architecture.name(), () -> tells(architecture)));
    }

    private static void tells(Architecture architecture) throws IOException {
        assumeTrue(architecture.unavailable().isEmpty(), () -> architecture.unavailable().orElseThrow());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = Settings.DEFAULT.withPort(taken.getLocalPort());
            Statistics statistics = new Statistics();
            Protocol echo = new EchoProvider().create(settings.limits(), statistics,
                    new ServerStatus(architecture.name(), statistics));
            Throwable cause = assertThrows(IOException.class, () -> architecture.start(echo, settings).close());
            while (cause != null && !(cause instanceof BindException)) {
                cause = cause.getCause();
            }
            assertEquals("Address already in use", assertInstanceOf(BindException.class, cause).getMessage());
        }
    }
}
