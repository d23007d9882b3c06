package dev.refservers.comparison.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressCandidateTest {

    @Test
    void isCalledByItsAddressAndSpeaksWhatWeAreTold() {
        AddressCandidate candidate = AddressCandidate.parse("127.0.0.1:7379", List.of("echo"));
        assertEquals("127.0.0.1:7379", candidate.name());
        assertTrue(candidate.speaks("echo"));
        assertFalse(candidate.speaks("queue"));
        assertEquals(7379, candidate.address().getPort());
    }

    @Test
    void isCalledInBracketsIfItsAddressHasColons() {
        assertEquals("[::1]:7379", AddressCandidate.parse("[::1]:7379", List.of("echo")).name());
    }

    @Test
    void hasNoProcessThatWeKnow() {
        MeasuredServer server = AddressCandidate.parse("127.0.0.1:7379", List.of("echo")).start("echo",
                Cores.unpinned("for this test"));
        assertTrue(server.process().isEmpty());
        assertEquals("127.0.0.1", server.address().getHostString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7379", ":7379", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:0",
        "127.0.0.1:65536", "127.0.0.1:-1"})
    void mustBeWrittenAsHostAndPort(String text) {
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class,
                () -> AddressCandidate.parse(text, List.of("queue")));
        assertEquals("--target is '" + text + "', but must be HOST:PORT.", wrong.getMessage());
    }
}
