package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.meters.Usage;
import dev.refservers.comparison.result.Load;

/** Makes loads of windows. */
final class Loads {

    private Loads() {}

    /** A window, and what the meters said before and after it. */
    static Load of(Window window, Meters meters, Meters.Reading before, Meters.Reading after) {
        return new Load(window.requests(), window.nanos(), meters.serverCpuNanos(before, after), window.busyNanos(),
                window.offeredPerSecond(), window.lagNanos(), after.usage().processes(), after.usage().threads(),
                after.usage().residentBytes(), after.usage().proportionalBytes(),
                meters.switches(before, after, Usage::voluntarySwitches),
                meters.switches(before, after, Usage::involuntarySwitches), meters.disturbance(before, after),
                Window.encode(window.latencies()));
    }

    /** A window within another, for which no meter was read: what those would tell is -1. */
    static Load unmetered(Window window) {
        return new Load(window.requests(), window.nanos(), -1, window.busyNanos(), window.offeredPerSecond(),
                window.lagNanos(), -1, -1, -1, -1, -1, -1, null, Window.encode(window.latencies()));
    }
}
