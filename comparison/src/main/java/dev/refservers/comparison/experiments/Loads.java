package dev.refservers.comparison.experiments;

import dev.refservers.comparison.load.LoadFailure;
import dev.refservers.comparison.load.Sending;
import dev.refservers.comparison.load.Window;
import dev.refservers.comparison.meters.Usage;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Disturbance;
import dev.refservers.comparison.result.Load;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Makes loads of windows. */
final class Loads {

    private static final double DELIVERED_LEAST = 0.99;
    private static final long LAG_NANOS_MOST = 1_000_000;
    private static final int ATTEMPTS_MOST = 3;

    private Loads() {}

    /** A window, and what the meters said before and after it. */
    static Load of(Window window, Meters meters, Meters.Reading before, Meters.Reading after) {
        return new Load(window.requests(), window.nanos(), meters.serverCpuNanos(before, after), window.busyNanos(),
                window.offeredPerSecond(), window.lagNanos(), after.usage().processes(), after.usage().threads(),
                after.usage().residentBytes(), after.usage().proportionalBytes(),
                meters.switches(before, after, Usage::voluntarySwitches),
                meters.switches(before, after, Usage::involuntarySwitches), meters.disturbance(before, after),
                Window.encode(window.latencies()), sent(window, Sending::latencies), sent(window, Sending::lags));
    }

    /**
     * Many windows, which must not be none, as one: only the clocks were read for each, and the meters say what happened from
     * the first to the last.
     */
    static Load of(List<Load> windows, Meters meters, Meters.Reading before, Meters.Reading after) {
        Usage held = after.usage();
        return new Load(sum(windows, Load::requests), sum(windows, Load::nanos),
                windows.getFirst().cpuNanos() < 0 ? -1 : sum(windows, Load::cpuNanos),
                sum(windows, Load::generatorBusyNanos),
                windows.stream().mapToDouble(Load::offeredPerSecond).average().orElse(0),
                windows.stream().mapToLong(Load::generatorLagNanos).max().orElse(0), held.processes(), held.threads(),
                held.residentBytes(), held.proportionalBytes(),
                meters.switches(before, after, Usage::voluntarySwitches),
                meters.switches(before, after, Usage::involuntarySwitches),
                Disturbance.mean(windows.stream().map(Load::disturbance).filter(Objects::nonNull).toList()),
                merged(windows, Load::latencies).orElseThrow(),
                merged(windows, Load::latenciesFromSending).orElse(null),
                merged(windows, Load::sendLags).orElse(null));
    }

    private static @Nullable String sent(Window window, Function<Sending, Histogram> times) {
        Sending sending = window.sending();
        return sending == null ? null : Window.encode(times.apply(sending));
    }

    private static Optional<String> merged(List<Load> windows, Function<Load, @Nullable String> histogram) {
        return windows.stream().map(histogram).filter(Objects::nonNull).map(Window::decode).reduce((all, more) -> {
            all.add(more);
            return all;
        }).map(Window::encode);
    }

    private static long sum(List<Load> windows, ToLongFunction<Load> part) {
        return windows.stream().mapToLong(part).sum();
    }

    /** A window within another, for which no meter was read: what those would tell is -1. */
    static Load unmetered(Window window) {
        return ofCpu(-1, window);
    }

    /** The same, with the CPU time that it cost. */
    static Load ofCpu(long cpuNanos, Window window) {
        return new Load(window.requests(), window.nanos(), cpuNanos, window.busyNanos(), window.offeredPerSecond(),
                window.lagNanos(), -1, -1, -1, -1, -1, -1, null, Window.encode(window.latencies()));
    }

    /** A load that is measured when it is asked for. */
    interface MeasuredLoad {
        Load get() throws LoadFailure, ProcessFailure;
    }

    /**
     * At a fixed rate, a figure counts only if the rate was kept by both sides. What the generator has spoiled says nothing about
     * the server, and one reply that came late at the end of a window says little: both are measured again, but not for ever.
     */
    static Load kept(MeasuredLoad measured) throws LoadFailure, ProcessFailure {
        Load load = measured.get();
        for (int more = 1; more < ATTEMPTS_MOST && (generatorWasLate(load) || serverWasLate(load)); more++) {
            load = measured.get();
        }
        requireRate(load);
        return load;
    }

    private static boolean generatorWasLate(Load load) {
        return load.offeredPerSecond() > 0 && load.generatorLagNanos() > LAG_NANOS_MOST;
    }

    private static boolean serverWasLate(Load load) {
        return !rateKept(load);
    }

    /** Whether the server has answered what should have been asked, but for a little. */
    static boolean rateKept(Load load) {
        return load.requestsPerSecond() >= DELIVERED_LEAST * load.offeredPerSecond();
    }

    private static void requireRate(Load load) throws LoadFailure {
        if (generatorWasLate(load)) {
            throw new LoadFailure(
                    String.format(Locale.ROOT, "the generator was late itself: 1 %% of the requests were sent "
                            + "%.1f ms after their time or later", load.generatorLagNanos() / 1e6));
        }
        if (serverWasLate(load)) {
            throw new LoadFailure(String.format(Locale.ROOT, "limit reached at %,.0f of %,.0f requests a second",
                    load.requestsPerSecond(), load.offeredPerSecond()));
        }
    }
}
