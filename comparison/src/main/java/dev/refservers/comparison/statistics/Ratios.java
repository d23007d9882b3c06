package dev.refservers.comparison.statistics;

import dev.refservers.comparison.result.Cell;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Measurement;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.comparison.statistics.Ratio.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All ratios of one comparison to one reference. See the package. */
public final class Ratios {

    /** Less than this is never called a difference, however quiet the machine. */
    private static final double LEAST_NOISE = 0.01;
    /** With fewer blocks than this their rounds are the sample: what differs from process to process is then unknown. */
    private static final int BLOCKS_LEAST = 3;
    /** Of fewer values nothing is said: two that happen to be close would make a difference of anything. */
    private static final int VALUES_LEAST = 3;

    private final Comparison comparison;
    private final Map<String, Double> aliasDeviations = new TreeMap<>();
    /** How far, at most, the interval of their ratio reaches from 1. */
    private final Map<String, Double> aliasReaches = new TreeMap<>();

    private Ratios(Comparison comparison) {
        this.comparison = comparison;
        holdAgainstItself();
    }

    /**
     * The ratios of every other server, its alias too, to this one; of cells without CPU time, or void for one of the two, there
     * are none. In the order of servers, then cells.
     *
     * @param reference a server's name
     */
    public static List<Ratio> of(Comparison comparison, String reference) {
        return new Ratios(comparison).to(reference);
    }

    /** How far two measurements of the very same server were apart in each cell, as a share; empty without an alias. */
    public static List<Double> deviations(Comparison comparison) {
        return List.copyOf(new Ratios(comparison).aliasDeviations.values());
    }

    /** The ratio of each block that both have; none where CPU time is unknown of one of them. */
    public static double[] ofBlocks(Cell cell, @Nullable Cell reference) {
        return blocks(cell, reference).stream().mapToDouble(logs -> Math.exp(Interval.median(logs))).toArray();
    }

    private List<Ratio> to(String reference) {
        List<Ratio> ratios = new ArrayList<>();
        Optional<ServerResult> found = comparison.server(reference);
        if (found.isEmpty()) {
            return ratios;
        }
        for (ServerResult server : comparison.servers()) {
            for (Cell cell : server.cells()) {
                if (!server.name().equals(reference)) {
                    ratio(server, cell, found.get()).ifPresent(ratios::add);
                }
            }
        }
        return ratios;
    }

    private Optional<Ratio> ratio(ServerResult server, Cell cell, ServerResult reference) {
        return logs(cell, reference.cell(cell.scenario(), cell.protocol()).orElse(null)).map(logs -> {
            Interval interval = interval(logs);
            double noise = Math.log1p(noise(cell, server.name().equals(comparison.plan().alias())));
            Verdict verdict = interval.high() == Double.POSITIVE_INFINITY
                    ? Verdict.UNKNOWN
                    : interval.high() < -noise
                            ? Verdict.LESS
                            : interval.low() > noise ? Verdict.MORE : Verdict.INDISTINGUISHABLE;
            return new Ratio(server.name(), cell.scenario(), cell.protocol(), Math.exp(interval.median()),
                    Math.exp(interval.low()), Math.exp(interval.high()), Math.expm1(noise), verdict);
        });
    }

    /**
     * What is noise in this cell: as far from 1 as the interval of the reference and its alias reaches here, or else what sets
     * them apart on the whole. The alias itself is held against the whole, or it could never be found to differ.
     */
    private double noise(Cell cell, boolean ofAlias) {
        if (aliasDeviations.isEmpty()) {
            return LEAST_NOISE;
        }
        double usual = Interval
                .median(aliasDeviations.values().stream().mapToDouble(Double::doubleValue).toArray());
        return Math.max(LEAST_NOISE, ofAlias ? usual : aliasReaches.getOrDefault(key(cell), usual));
    }

    private void holdAgainstItself() {
        Optional<ServerResult> reference = comparison.server(comparison.plan().reference());
        comparison.server(comparison.plan().alias()).ifPresent(alias -> {
            for (Cell cell : alias.cells()) {
                reference.flatMap(server -> logs(cell, server.cell(cell.scenario(), cell.protocol()).orElse(null)))
                        .ifPresent(logs -> hold(key(cell), interval(logs)));
            }
        });
    }

    private static Interval interval(double[] logs) {
        return logs.length < VALUES_LEAST ? Interval.of(Interval.median(logs)) : Interval.of(logs);
    }

    private void hold(String key, Interval alias) {
        aliasDeviations.put(key, Math.expm1(Math.abs(alias.median())));
        double reach = Math.max(Math.abs(alias.low()), Math.abs(alias.high()));
        if (reach < Double.POSITIVE_INFINITY) {
            aliasReaches.put(key, Math.expm1(reach));
        }
    }

    private static String key(Cell cell) {
        return cell.scenario() + " " + cell.protocol();
    }

    /** Logarithms of the ratios: one for each block, or for each round where there are few blocks. */
    private static Optional<double[]> logs(Cell cell, @Nullable Cell reference) {
        List<double[]> blocks = blocks(cell, reference);
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(blocks.size() >= BLOCKS_LEAST
                ? blocks.stream().mapToDouble(Interval::median).toArray()
                : blocks.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    /** Logarithms of the ratios of the rounds of each block. */
    private static List<double[]> blocks(Cell cell, @Nullable Cell reference) {
        if (reference == null || !hasCost(cell) || !hasCost(reference)) {
            return List.of();
        }
        Map<Integer, Measurement> references = reference.measurements().stream()
                .collect(Collectors.toMap(Measurement::block, Function.identity()));
        return cell.measurements().stream().filter(block -> references.containsKey(block.block()))
                .map(block -> logs(block, references.get(block.block()))).toList();
    }

    private static boolean hasCost(Cell cell) {
        return cell.voidReason().isEmpty() && !cell.measurements().isEmpty()
                && cell.measurements().stream().allMatch(block -> block.load().cpuMicrosPerRequest() > 0);
    }

    /** One for each round that both have; one in all where they have none. */
    private static double[] logs(Measurement block, @Nullable Measurement reference) {
        if (reference == null) {
            return new double[0];
        }
        Map<Integer, Double> costs = reference.rounds().stream().filter(round -> round.cpuNanos() > 0)
                .collect(Collectors.toMap(Measurement.Round::number, Ratios::cost));
        double[] logs = block.rounds().stream()
                .filter(round -> costs.containsKey(round.number()) && round.cpuNanos() > 0)
                .mapToDouble(round -> Math.log(cost(round) / costs.getOrDefault(round.number(), 1.0))).toArray();
        return logs.length > 0
                ? logs
                : new double[]{
                    Math.log(block.load().cpuMicrosPerRequest() / reference.load().cpuMicrosPerRequest())};
    }

    private static double cost(Measurement.Round round) {
        return (double) round.cpuNanos() / round.requests();
    }
}
