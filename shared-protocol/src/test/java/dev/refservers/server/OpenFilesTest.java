package dev.refservers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {

    @ParameterizedTest
    @CsvSource({"1024, 992", "64, 32", "33, 1", "32, 1", "3, 1", "9999999999, 2147483647", "unlimited, 2147483647"})
    void theSoftLimitLeavesRoomForConnections(String soft, int connections) {
        assertEquals(connections, OpenFiles.connections(List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max processes             7                    7                    processes ",
                "Max open files            %-20s 524288               files     ".formatted(soft))));
    }

    @Test
    void whereTheSystemDoesNotTellThereIsNoLimit() {
        assertEquals(Integer.MAX_VALUE, OpenFiles.connections(List.of()));
    }

    @Test
    void thisProcessMayHaveConnections() {
        assertTrue(OpenFiles.connections() >= 1);
    }
}
