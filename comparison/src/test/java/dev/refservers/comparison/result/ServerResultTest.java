package dev.refservers.comparison.result;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerResultTest {

    /** Else a comparison of all architectures, of which some serve one client or 960 by design, would fail each time. */
    @Test
    void aLimitIsAFindingAndNoFailure() {
        assertTrue(voided("Limit reached at 256 connections of 1000: no more are served.").good());
        assertFalse(voided("Connection 3 of 50 was reset.").good());
    }

    private static ServerResult voided(String reason) {
        Cell cell = new Cell("idle-1k", "queue", 1_000, 1, null, List.of(), List.of(new Cell.VoidBlock(1, reason)));
        return new ServerResult("pooled", "threaded-server", "A pool.", List.of(), null, null, List.of(), List.of(),
                List.of(cell));
    }
}
