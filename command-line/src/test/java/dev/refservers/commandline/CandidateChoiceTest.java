package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.processes.Candidate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CandidateChoiceTest {

    private static final List<String> PEERS = List.of("redis", "netty-nio", "netty-epoll", "netty-uring", "c-epoll",
            "c-uring", "py-blocking", "py-threading", "py-forking", "py-select", "py-poll", "py-epoll", "py-selectors",
            "py-asyncio");

    @Test
    void isOfThoseThatAreNamed() {
        assertEquals(List.of("select", "c-epoll"), names(List.of("c-epoll", "select"), false, List.of()));
    }

    @Test
    void addsAllPeersIfTheyAreAskedForAvailableOrNot() {
        assertEquals(Stream.concat(Stream.of("select"), PEERS.stream()).toList(),
                names(List.of("select"), true, List.of()));
        assertTrue(names(List.of(), true, List.of()).containsAll(PEERS));
    }

    @Test
    void leavesPeersOutOtherwiseButForRedis() {
        List<String> usual = names(List.of(), false, List.of());
        assertTrue(usual.contains("epoll"), usual.toString());
        assertFalse(usual.contains("netty-nio"), usual.toString());
        assertFalse(usual.contains("c-epoll"), usual.toString());
        assertFalse(usual.contains("py-epoll"), usual.toString());
    }

    @Test
    void addsEachTargetOnceBehindTheOthers() {
        assertEquals(List.of("select", "127.0.0.1:1", "127.0.0.1:2"),
                names(List.of("select"), false, List.of("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:1")));
    }

    @Test
    void measuresTheReferenceAgainUnderANameThatNobodyHas() {
        assertEquals("select-again", CandidateChoice.aliasOf("select", List.of("select", "epoll")));
        assertEquals("select-again-again", CandidateChoice.aliasOf("select", List.of("select", "select-again")));
    }

    @Test
    void namesThoseThatExistWhenOneDoesNot() {
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class,
                () -> names(List.of("nginx"), false, List.of()));
        assertTrue(String.valueOf(unknown.getMessage()).contains("netty-nio, netty-epoll"), unknown.getMessage());
    }

    private static List<String> names(List<String> names, boolean peers, List<String> targets) {
        return CandidateChoice.of(names, true, peers, targets, List.of("queue")).stream().map(Candidate::name).toList();
    }
}
