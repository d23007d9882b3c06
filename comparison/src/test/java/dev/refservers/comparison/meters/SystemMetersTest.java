package dev.refservers.comparison.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SystemMetersTest {

    @Test
    void readHowLongSomebodyWaitedForACore() {
        assertEquals(OptionalLong.of(19_648_894_830L), PressureMeter.parse("""
                some avg10=22.37 avg60=23.36 avg300=36.79 total=19648894830
                full avg10=0.00 avg60=0.00 avg300=0.00 total=0
                """));
        assertEquals(OptionalLong.empty(), PressureMeter.parse(""));
    }

    @Test
    void readWhatTheKernelHolds() {
        KernelMeter kernel = KernelMeter.parse("sockets: used 56\nTCP: inuse 10 orphan 0 tw 734 alloc 20 mem 166\n",
                "Slab: 300 kB\nSUnreclaim:        200 kB\nKernelStack:        2048 kB\nPageTables:  12 kB\n");
        assertEquals(new KernelMeter(166 * 4096, 200 << 10, 2048 << 10, 12 << 10), kernel);
        assertEquals(new KernelMeter(0, 0, 0, 0), kernel.since(kernel));
    }

    @Test
    void readWhatAJvmSpendsOnItself() {
        // The build's own JVM compiles; where it keeps no counters there is nothing to read.
        JvmMeter.read(ProcessHandle.current().pid()).ifPresent(jvm -> {
            assertTrue(jvm.jitMillis() > 0, jvm.toString());
            assertTrue(jvm.heapBytes() > 100_000, jvm.toString());
        });
        assertEquals(new JvmMeter(2, 30, 7), JvmMeter.sum(List.of(
                Map.of("sun.os.hrt.frequency", 1_000_000L, "sun.gc.collector.0.time", 1_500L, "sun.gc.collector.1.time",
                        500L, "java.ci.totalTime", 30_000L),
                Map.of("sun.os.hrt.frequency", 1_000_000L, "sun.gc.generation.0.space.1.used", 7L))).orElseThrow());
        assertTrue(JvmMeter.sum(List.of()).isEmpty());
    }

    @Test
    void readNoCountersFromWhatHasNone() {
        assertEquals(Map.of(), PerfData.parse(new byte[0]));
        assertEquals(Map.of(), PerfData.parse("something else altogether".getBytes(
                StandardCharsets.US_ASCII)));
    }

    @Test
    void weighThisProcess() {
        assumeTrue(ProcessMeter.available(), "there is no /proc here");
        MemoryMeter memory = MemoryMeter.read(ProcessHandle.current().pid());
        assertTrue(memory.anonymousBytes() > 1_000_000 && memory.anonymousBytes() <= memory.proportionalBytes(),
                memory.toString());
    }

    @Test
    void countSystemCallsByName() {
        assertEquals(Map.of("read", 100L, "epoll_wait", 7L, "other", 3L), SystemCallCounter.parsePerf("""
                # started on Sat Nov 21 08:38:27 2026

                110,,raw_syscalls:sys_enter,123,100.00,,
                100,,syscalls:sys_enter_read,123,100.00,,
                7,,syscalls:sys_enter_epoll_wait,123,100.00,,
                <not counted>,,syscalls:sys_enter_poll,0,100.00,,
                """));
        assertEquals(Map.of("read", 100L, "futex", 7L), SystemCallCounter.parseStrace("""
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 90.00    0.000190           1       100           read
                 10.00    0.000010           1         7         2 futex
                ------ ----------- ----------- --------- --------- ----------------
                100.00    0.000200           1       107         2 total
                """));
    }
}
