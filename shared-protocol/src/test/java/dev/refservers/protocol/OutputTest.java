package dev.refservers.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {

    private final Output output = new Output();

    @Test
    void whatIsPutIsOwedInOrder() {
        output.put((byte) 'a');
        output.put(new byte[]{'b', 'c'});
        output.put(new byte[]{'x', 'd', 'e', 'x'}, 1, 2);
        output.put(ByteBuffer.wrap(new byte[]{'f', 'g'}));
        output.put(ByteBuffer.wrap(new byte[]{'x', 'h', 'x'}), 1, 1);
        output.put("i\u00ff");
        assertEquals(10, output.size());
        assertEquals("abcdefghi\u00ff", take(output, 99));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 4_294_967_296L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void numbersAreOwedInDecimalDigits(long number) {
        output.putDecimal(number);
        assertEquals(Long.toString(number), take(output, 99));
    }

    @Test
    void aNewOutputOwesNothingAndHoldsNothing() {
        assertTrue(output.isEmpty());
        assertEquals(0, output.size());
        assertFalse(output.first().hasRemaining());
        assertEquals(0, output.heldBytes());
    }

    @Test
    void aLargeValueIsOwedByReferenceBetweenItsNeighbours() {
        byte[] large = new byte[Output.REFERENCE_BYTES];
        Arrays.fill(large, (byte) 'x');
        output.put("before");
        output.putShared(large);
        output.put("after");
        assertEquals("before", take(output, 6));
        assertSame(large, output.first().array());
        assertEquals("x".repeat(large.length) + "after", take(output, Integer.MAX_VALUE));
    }

    @Test
    void aSmallValueIsCopied() {
        byte[] small = {'a'};
        output.putShared(small);
        small[0] = 'b';
        assertEquals("a", take(output, 1));
    }

    @Test
    void nothingLargeIsHeldOnceEverythingIsTakenEvenIfNobodyAsksForMore() {
        output.put(new byte[10_000]);
        output.putShared(new byte[100_000]);
        output.put(new byte[10_000]);
        while (output.size() > 0) {
            ByteBuffer first = output.first();
            first.position(first.limit());
        }
        assertTrue(output.isEmpty());
        assertEquals(0, output.heldBytes());
    }

    @Test
    void aSmallArrayIsUsedAgainForTheNextReply() {
        output.put("+PONG\r\n");
        byte[] array = output.first().array();
        take(output, 99);
        assertTrue(output.isEmpty());
        output.put("+PONG\r\n");
        assertSame(array, output.first().array());
        assertEquals(Output.RETAINED_BYTES, output.heldBytes());
    }

    @Test
    void aBufferThatWasTakenWholeStaysEmptyForItsTaker() {
        output.put("+PONG\r\n");
        ByteBuffer taken = output.first();
        taken.position(taken.limit());
        assertTrue(output.isEmpty());
        assertFalse(taken.hasRemaining());
    }

    @Test
    void whatIsOwedIsNeverCopiedOnceItIsMuch() {
        output.put(new byte[Output.CHUNK_BYTES]);
        byte[] first = output.first().array();
        for (int i = 0; i < 64; i++) {
            output.put(new byte[Output.CHUNK_BYTES / 4]);
        }
        assertSame(first, output.first().array());
        assertEquals(17L * Output.CHUNK_BYTES, output.size());
        assertTrue(output.heldBytes() <= 18L * Output.CHUNK_BYTES);
    }

    @Test
    void aReaderThatIsAlwaysALittleBehindDoesNotMakeItGrow() {
        output.put(new byte[100]);
        for (int i = 0; i < 100_000; i++) {
            output.put(new byte[50]);
            take(output, 50);
            assertTrue(output.heldBytes() <= 512, () -> "holds " + output.heldBytes() + " bytes for 150");
        }
    }

    @Test
    void clearDropsEverything() {
        output.put("x");
        output.putShared(new byte[Output.REFERENCE_BYTES]);
        output.put("x");
        output.clear();
        assertTrue(output.isEmpty());
        assertEquals(0, output.heldBytes());
        output.put("y");
        assertEquals("y", take(output, 99));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyPutsAndTakesAreAsThoseOfAByteArrayOutputStream(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream put = new ByteArrayOutputStream();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (int step = 0; step < 20_000; step++) {
            byte[] bytes = new byte[switch (random.nextInt(50)) {
                case 0 -> random.nextInt(3 * Output.REFERENCE_BYTES);
                case 1, 2, 3, 4, 5 -> random.nextInt(1_000);
                default -> random.nextInt(40);
            }];
            random.nextBytes(bytes);
            switch (random.nextInt(8)) {
                case 0 -> output.put(bytes);
                case 1 -> output.putShared(bytes);
                case 2 -> output.put(ByteBuffer.wrap(bytes));
                case 3 -> output.put(new String(bytes, ISO_8859_1));
                case 4 -> {
                    bytes = Arrays.copyOf(bytes, 1);
                    output.put(bytes[0]);
                }
                case 5 -> {
                    long number = random.nextLong() >> random.nextInt(64);
                    bytes = Long.toString(number).getBytes(ISO_8859_1);
                    output.putDecimal(number);
                }
                default -> {
                    bytes = new byte[0];
                    int most = random.nextInt(random.nextInt(20) == 0 ? Integer.MAX_VALUE : 200);
                    taken.writeBytes(take(output, most).getBytes(ISO_8859_1));
                }
            }
            put.writeBytes(bytes);
            assertEquals(put.size() - taken.size(), output.size());
            assertEquals(put.size() == taken.size(), output.isEmpty());
        }
        taken.writeBytes(take(output, Integer.MAX_VALUE).getBytes(ISO_8859_1));
        assertArrayEquals(put.toByteArray(), taken.toByteArray());
        assertTrue(output.heldBytes() <= Output.RETAINED_BYTES);
    }

    private static String take(Output output, int most) {
        StringBuilder taken = new StringBuilder();
        while (taken.length() < most && output.first().hasRemaining()) {
            ByteBuffer first = output.first();
            byte[] bytes = new byte[Math.min(most - taken.length(), first.remaining())];
            first.get(bytes);
            taken.append(new String(bytes, ISO_8859_1));
        }
        return taken.toString();
    }
}
