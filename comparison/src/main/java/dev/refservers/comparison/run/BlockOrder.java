package dev.refservers.comparison.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** In which order the servers are measured: at random in one block, mirrored in the next. */
final class BlockOrder {

    private BlockOrder() {}

    /**
     * The order of a block.
     *
     * @param block from 1
     * @param seed the same seed gives the same order
     */
    static <T> List<T> of(List<T> servers, int block, long seed) {
        List<T> order = new ArrayList<>(servers);
        int pair = (block - 1) / 2;
        Collections.shuffle(order, new Random(seed * 31 + pair));
        return block % 2 == 1 ? order : order.reversed();
    }
}
