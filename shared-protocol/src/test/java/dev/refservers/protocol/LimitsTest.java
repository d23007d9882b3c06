package dev.refservers.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("thorough")
class LimitsTest {

    @Test
    void theLeastOfEverythingIsAllowed() {
        assertEquals(0, new Limits(1, 1, 1, 1, 1, 0, 0, 0, 0).lingerNanos());
    }

    @ParameterizedTest
    @CsvSource({"maxConnections,0,1,1,1,1,0,0,0,0,0", "maxBulkBytes,1,0,1,1,1,0,0,0,0,0",
        "maxArguments,1,1,0,1,1,0,0,0,0,0", "maxInlineBytes,1,1,1,0,1,0,0,0,0,0",
        "outputHighWaterBytes,1,1,1,1,0,0,0,0,0,0", "maxWaitingInputBytes,1,1,1,1,1,-1,0,0,0,0",
        "maxQueuedBytes,1,1,1,1,1,0,-1,0,0,0", "maxBufferedBytes,1,1,1,1,1,0,0,-1,0,0",
        "idleTimeoutNanos,1,1,1,1,1,0,0,0,-1,0", "lingerNanos,1,1,1,1,1,0,0,0,0,-1"})
    void lessIsRefusedByName(String name, int connections, int bulk, int arguments, int inline, int highWater,
            int waitingInput, long queued, long buffered, long idle, long linger) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> new Limits(connections, bulk, arguments, inline, highWater, waitingInput, queued, buffered, idle,
                        linger));
        int least = waitingInput + queued + buffered + idle + linger < 0 ? 0 : 1;
        assertEquals(name + " is " + (least - 1) + ", but must be at least " + least, refusal.getMessage());
    }
}
