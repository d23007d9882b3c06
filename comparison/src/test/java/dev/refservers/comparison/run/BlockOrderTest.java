package dev.refservers.comparison.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockOrderTest {

    private static final List<String> SERVERS = List.of("a", "b", "c", "d", "e", "f", "g");

    @Test
    void mirrorsEverySecondBlock() {
        assertEquals(BlockOrder.of(SERVERS, 1, 42).reversed(), BlockOrder.of(SERVERS, 2, 42));
        assertEquals(BlockOrder.of(SERVERS, 3, 42).reversed(), BlockOrder.of(SERVERS, 4, 42));
        assertNotEquals(BlockOrder.of(SERVERS, 1, 42), BlockOrder.of(SERVERS, 3, 42));
    }

    @Test
    void isDecidedByTheSeed() {
        assertEquals(BlockOrder.of(SERVERS, 1, 42), BlockOrder.of(SERVERS, 1, 42));
        assertNotEquals(BlockOrder.of(SERVERS, 1, 42), BlockOrder.of(SERVERS, 1, 43));
    }

    @Test
    void hasEveryServerOnce() {
        assertEquals(SERVERS, BlockOrder.of(SERVERS, 5, 1).stream().sorted().toList());
    }
}
