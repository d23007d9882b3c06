package dev.refservers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens before the first client comes. */
final class RehearsalTest {

    /** Somebody's protocol, with effects that are not to be had for a client that is not there. */
    private static class Effects implements Protocol {
        final List<String> happened = new ArrayList<>();

        @Override
        public String name() {
            return "effects";
        }

        @Override
        public Session open(Runnable wake, long now) {
            happened.add("open");
            throw new IllegalStateException("nobody is there");
        }

        @Override
        public Session refuse(long now) {
            happened.add("refuse");
            throw new IllegalStateException("nobody is there");
        }
    }

    @Test
    void aProtocolThatHasNothingToRehearseIsLeftAlone() throws IOException {
        Effects protocol = new Effects();
        Rehearsal.of(protocol, List.of());
        assertEquals(List.of(), protocol.happened);
    }

    @Test
    void aProtocolRehearsesWhatItLikesToAndMayFail() throws IOException {
        Effects protocol = new Effects() {
            @Override
            public void rehearse(long now) {
                happened.add("rehearse");
                throw new IllegalStateException("a bug");
            }
        };
        Rehearsal.of(protocol, List.of());
        assertEquals(List.of("rehearse"), protocol.happened);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue", "echo", "http"})
    void noTraceOfItIsLeftInTheProtocolsHere(String name) throws IOException {
        Statistics statistics = new Statistics();
        Protocol protocol = Main.find(ProtocolProvider.class, name, ProtocolProvider::name, "protocol")
                .create(Limits.DEFAULT, statistics, () -> new Status("test", 1, 0, 0, 0, 0, 0, 1, 0));
        Rehearsal.of(protocol, List.of());
        assertEquals(0, statistics.connectionsAccepted());
        assertEquals(0, statistics.connectionsRefused());
        assertEquals(0, statistics.requestsServed());
        Session first = protocol.open(() -> {}, 0);
        if (name.equals("queue")) {
            first.receive(ByteBuffer.wrap("CLIENT ID\r\nEXISTS k\r\n".getBytes(StandardCharsets.US_ASCII)), 0);
            first.resume(0);
            assertEquals(":1\r\n:0\r\n", StandardCharsets.US_ASCII.decode(first.output()).toString());
        }
    }
}
