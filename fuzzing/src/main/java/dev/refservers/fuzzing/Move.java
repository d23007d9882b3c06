package dev.refservers.fuzzing;

import java.util.List;

/**
 * What one connection does. It connects when it first moves, and anew when it moves after its end.
 */
sealed interface Move {

    /** Which connection, from 0. */
    int connection();

    /**
     * Sends items in one go.
     *
     * @param cuts after how many bytes a new write begins, in ascending order
     * @param thenHalfClose whether its sending side ends right behind them
     * @param lapseMillis how long it takes until waits in it are over that end by themselves
     */
    record Send(int connection, List<Item> items, List<Integer> cuts, boolean thenHalfClose,
            long lapseMillis) implements Move {
        public Send {
            items = List.copyOf(items);
            cuts = List.copyOf(cuts);
        }

        Send with(List<Item> others) {
            return new Send(connection, others, cuts, thenHalfClose, lapseMillis);
        }

        /** The same in one write. */
        Send uncut() {
            return new Send(connection, items, List.of(), thenHalfClose, lapseMillis);
        }
    }

    /** Ends its sending side. */
    record HalfClose(int connection) implements Move {}

    /** Goes, with a TCP reset or in order. */
    record Close(int connection, boolean reset) implements Move {}
}
