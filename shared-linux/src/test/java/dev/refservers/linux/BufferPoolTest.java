package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class BufferPoolTest {

    @Test
    void lendsAsManyAsAreAskedForAndNoneTwice() throws IOException {
        try (BufferPool pool = new BufferPool(10)) {
            assertEquals(0, pool.lent());
            Set<Integer> lent = new HashSet<>();
            Set<Long> addresses = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                int buffer = pool.borrow();
                assertTrue(lent.add(buffer));
                assertTrue(addresses.add(pool.address(buffer, 10)));
            }
            assertEquals(200, pool.lent());
            lent.forEach(pool::giveBack);
            assertEquals(0, pool.lent());
            assertTrue(lent.contains(pool.borrow()));
        }
    }

    @Test
    void nothingIsWrittenBeyondABuffer() throws IOException {
        try (BufferPool pool = new BufferPool(10)) {
            int buffer = pool.borrow();
            assertThrows(IndexOutOfBoundsException.class, () -> pool.put(buffer, new byte[20], 0, 11));
            assertThrows(IndexOutOfBoundsException.class, () -> pool.put(buffer, new byte[5], 0, 6));
            assertThrows(IndexOutOfBoundsException.class, () -> pool.address(buffer, 11));
        }
    }
}
