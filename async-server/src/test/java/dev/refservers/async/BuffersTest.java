package dev.refservers.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BuffersTest {

    private final Buffers buffers = new Buffers();

    @Test
    void whatIsGivenBackIsLentAgainEmpty() {
        ByteBuffer small = buffers.borrow(false);
        ByteBuffer large = buffers.borrow(true);
        small.put((byte) 1).flip();
        large.put((byte) 1).flip();
        buffers.giveBack(small);
        buffers.giveBack(large);
        assertSame(small, buffers.borrow(false));
        assertSame(large, buffers.borrow(true));
        assertEquals(Buffers.SMALL_BYTES, small.remaining());
        assertEquals(Buffers.LARGE_BYTES, large.remaining());
    }

    @Test
    void memoryForLargeOnesIsLimitedAndThenSmallOnesDo() {
        long lent = 0;
        for (int i = 0; i < 1000; i++) {
            lent += buffers.borrow(true).capacity();
        }
        assertEquals(256L * Buffers.LARGE_BYTES + 744L * Buffers.SMALL_BYTES, lent);
    }
}
