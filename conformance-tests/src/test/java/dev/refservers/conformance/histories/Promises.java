package dev.refservers.conformance.histories;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What can be said of a history without looking for an order: where its elements have come from and gone to. */
final class Promises {

    private Promises() {}

    /**
     * What is broken, each in a sentence.
     *
     * @param history in which no element is pushed twice, and all queues were emptied at the end
     */
    static List<String> broken(List<Operation> history) {
        List<String> broken = new ArrayList<>();
        Set<String> pushed = new HashSet<>();
        Set<String> surelyPushed = new HashSet<>();
        Set<String> taken = new HashSet<>();
        int takersWithUnknownOutcome = 0;
        for (Operation operation : history) {
            if (operation.kind().pushes()) {
                pushed.addAll(operation.arguments());
                if (!operation.pending()) {
                    surelyPushed.addAll(operation.arguments());
                }
            }
        }
        for (Operation operation : history) {
            if (operation.kind().pushes() || operation.kind().looksOnly()) {
                continue;
            }
            if (operation.result() == null) {
                takersWithUnknownOutcome++;
            } else if (!operation.kind().moves() && !operation.result().equals(Operation.NIL)) {
                String element = element(operation.result());
                if (!pushed.contains(element)) {
                    broken.add(element + " was never pushed, but client " + operation.client() + " got it.");
                } else if (!taken.add(element)) {
                    broken.add(element + " came twice, the second time to client " + operation.client() + ".");
                }
            }
        }
        Set<String> lost = new HashSet<>(surelyPushed);
        lost.removeAll(taken);
        if (lost.size() > takersWithUnknownOutcome) {
            broken.add(lost + " were pushed and never came, but only " + takersWithUnknownOutcome
                    + " clients may have taken one with them.");
        }
        return broken;
    }

    /** Of {@code x}, or of {@code [key, x]}. */
    private static String element(String result) {
        return result.startsWith("[") ? result.substring(result.indexOf(", ") + 2, result.length() - 1) : result;
    }
}
