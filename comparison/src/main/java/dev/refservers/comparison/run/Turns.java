package dev.refservers.comparison.run;

import dev.refservers.comparison.experiments.Trial;
import dev.refservers.comparison.load.Conversation;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ScenarioFacts;
import java.util.List;

/**
 * Measures servers that all run, a window each in turns: what a machine does differently from one second to the next then hits
 * all alike, and a window of one can be held against the same window of another. Used by one thread.
 */
final class Turns {

    /** A server, and what is to be measured of it. */
    record Entry(Row row, Trial trial, Contestant contestant, List<CellBuilder> cells) {

        void tellProblems() {
            row.addProblems(trial.problems());
        }
    }

    /** Whether a rate is kept shows only in a longer window; of fewer than three nothing can be said. */
    private static final int ROUNDS_AT_A_RATE = 3;

    private record Turn(Contestant contestant, CellBuilder cell) {}

    private final Plan plan;
    private final int block;
    private final List<Entry> entries;

    Turns(Plan plan, int block, List<Entry> entries) {
        this.plan = plan;
        this.block = block;
        this.entries = entries;
    }

    /** Measures every conversation, one after the other, and runs something after each. */
    void measure(RoundListener listener, Runnable measured) throws ProcessFailure {
        List<String> names = plan.scenarios().stream().map(ScenarioFacts::name).toList();
        for (String name : names) {
            List<Turn> turns = entries.stream()
                    .flatMap(entry -> entry.cells().stream().filter(cell -> cell.scenario().name().equals(name))
                            .map(cell -> new Turn(entry.contestant(), cell)))
                    .toList();
            if (!turns.isEmpty()) {
                measure(turns, listener);
                measured.run();
            }
        }
    }

    private void measure(List<Turn> turns, RoundListener listener) throws ProcessFailure {
        Conversation conversation = (Conversation) turns.getFirst().cell().scenario();
        for (Turn turn : turns) {
            turn.contestant().begin(turn.cell());
        }
        int most = conversation.roundsPerSecond() > 0 ? Math.min(ROUNDS_AT_A_RATE, plan.rounds()) : plan.rounds();
        int rounds = Math.clamp(plan.measuredMillis() / conversation.leastMillis(), 1, most);
        long millis = plan.measuredMillis() / rounds;
        for (int round = 1; round <= rounds; round++) {
            listener.round(conversation.name(), round, rounds,
                    turns.size() * (millis / 1e3 + Durations.METERS_SECONDS));
            for (Turn turn : BlockOrder.of(turns, round, plan.seed() + block)) {
                turn.contestant().round(turn.cell(), round, millis);
            }
        }
        turns.forEach(turn -> turn.contestant().end(turn.cell()));
    }

    /** Is told of each round. */
    interface RoundListener {
        void round(String scenario, int round, int rounds, double expectedSeconds);
    }
}
