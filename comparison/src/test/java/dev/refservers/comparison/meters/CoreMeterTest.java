package dev.refservers.comparison.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CoreMeterTest {

    private static final String STAT = """
            cpu  29823 0 5179 194494 533 0 61 18 0 0
            cpu0 14302 1 2313 98237 74 0 10 7 0 0
            cpu1 15520 0 2866 96257 459 0 51 11 0 0
            intr 469024 0 0
            """;

    @Test
    void readsWhatOneCoreHasDone() {
        assertEquals(new CoreMeter(16_616 * 10_000_000L, 70_000_000), CoreMeter.parse(STAT, 0));
        assertEquals(new CoreMeter(18_386 * 10_000_000L, 110_000_000), CoreMeter.parse(STAT, 1));
    }

    @Test
    void saysThatThereIsNoSuchCore() {
        IllegalArgumentException missing = assertThrows(IllegalArgumentException.class, () -> CoreMeter.parse(STAT, 2));
        assertEquals("there is no core 2 in /proc/stat", missing.getMessage());
    }

    @Test
    void tellsWhatWasDoneSince() {
        assertEquals(new CoreMeter(5, 2), new CoreMeter(15, 3).since(new CoreMeter(10, 1)));
    }
}
