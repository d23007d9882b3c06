package dev.refservers.conformance.histories;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for an order of a history's operations that {@link QueueModel} agrees with: the search of Wing and Gong (1993),
 * which remembers where it has been, as Lowe does (2017).
 *
 * <p>
 * Two shortcuts, which lose nothing: keys that no operation connects are looked at one by one, and what changes nothing
 * and may happen now happens now.
 */
final class Linearizability {

    enum Verdict {
        LINEARIZABLE,
        NOT_LINEARIZABLE,
        /** The search was given up: too many orders. */
        UNDECIDED
    }

    /**
     * What was found.
     *
     * @param explanation the history, and how far one comes with it; empty if it is linearizable
     */
    record Answer(Verdict verdict, String explanation) {}

    /** Where the search has been: what has begun, what has been answered, and the queues. */
    private record Configuration(BitSet begun, BitSet answered, QueueModel model) {}

    private final List<Operation> operations;
    private final IdentityHashMap<Operation, Integer> places = new IdentityHashMap<>();
    private final long budget;
    private final Set<Configuration> visited = new HashSet<>();
    private final BitSet begun = new BitSet();
    private final BitSet answered = new BitSet();
    private final List<Operation> order = new ArrayList<>();
    private List<Operation> longest = List.of();
    private QueueModel afterLongest = QueueModel.EMPTY;

    private Linearizability(List<Operation> history, long budget) {
        operations = history.stream().filter(each -> !(each.pending() && each.kind().looksOnly()))
                .sorted(Comparator.comparingLong(Operation::callNanos)).toList();
        for (int i = 0; i < operations.size(); i++) {
            places.put(operations.get(i), i);
        }
        this.budget = budget;
    }

    /** Checks a history that began with no queues; {@code budget} is how many configurations are looked at at most. */
    static Answer check(List<Operation> history, long budget) {
        for (List<Operation> part : parts(history)) {
            Linearizability search = new Linearizability(part, budget);
            boolean found = search.leadsToTheEnd(QueueModel.EMPTY);
            if (!found) {
                Verdict verdict = search.spent() ? Verdict.UNDECIDED : Verdict.NOT_LINEARIZABLE;
                return new Answer(verdict, search.explanation(verdict));
            }
        }
        return new Answer(Verdict.LINEARIZABLE, "");
    }

    /** Operations whose keys have to do with each other; all, if somebody has looked at all keys. */
    static Collection<List<Operation>> parts(List<Operation> history) {
        if (history.stream().anyMatch(each -> each.kind() == Operation.Kind.WAITING)) {
            return List.of(history);
        }
        Map<String, String> leaders = new HashMap<>();
        for (Operation operation : history) {
            String first = leader(leaders, operation.keys().getFirst());
            operation.keys().forEach(key -> leaders.put(leader(leaders, key), first));
        }
        return history.stream().collect(Collectors.groupingBy(each -> leader(leaders, each.keys().getFirst())))
                .values();
    }

    /** Of the keys that are connected with this one, the one that stands for all. */
    private static String leader(Map<String, String> leaders, String key) {
        String next = leaders.getOrDefault(key, key);
        return next.equals(key) ? key : leader(leaders, next);
    }

    private boolean spent() {
        return visited.size() >= budget;
    }

    private boolean leadsToTheEnd(QueueModel model) {
        if (order.size() >= longest.size()) {
            longest = List.copyOf(order);
            afterLongest = model;
        }
        long earliestReturn = Operation.PENDING;
        for (int i = answered.nextClearBit(0); i < operations.size(); i = answered.nextClearBit(i + 1)) {
            earliestReturn = Math.min(earliestReturn, operations.get(i).returnNanos());
        }
        if (earliestReturn == Operation.PENDING) {
            return true;
        }
        Configuration here = new Configuration((BitSet) begun.clone(), (BitSet) answered.clone(), model);
        if (spent() || !visited.add(here)) {
            return false;
        }
        List<Integer> next = next(earliestReturn);
        Map<Integer, QueueModel.Step> steps = new HashMap<>();
        for (int place : next) {
            Operation operation = operations.get(place);
            QueueModel.Step step = model.apply(operation);
            if (step.answers().entrySet().stream().allMatch(each -> each.getKey().agreesWith(each.getValue()))) {
                if (!operation.pending() && step.next().equals(model)) {
                    return goOn(operation, step);
                }
                steps.put(place, step);
            }
        }
        for (int place : next) {
            QueueModel.Step step = steps.get(place);
            if (step != null && goOn(operations.get(place), step)) {
                return true;
            }
        }
        for (Operation waiting : model.waiting()) {
            if (waiting.mayGiveUp() && giveUp(waiting, model)) {
                return true;
            }
        }
        return false;
    }

    /** What may begin now, since nothing unanswered returned before it was called: first what has returned at all. */
    private List<Integer> next(long earliestReturn) {
        List<Integer> next = new ArrayList<>();
        List<Integer> pending = new ArrayList<>();
        for (int i = begun.nextClearBit(0); i < operations.size()
                && operations.get(i).callNanos() <= earliestReturn; i = begun.nextClearBit(i + 1)) {
            (operations.get(i).pending() ? pending : next).add(i);
        }
        next.addAll(pending);
        return next;
    }

    private boolean goOn(Operation operation, QueueModel.Step step) {
        int place = place(operation);
        begun.set(place);
        step.answers().keySet().forEach(each -> answered.set(place(each)));
        order.add(operation);
        if (leadsToTheEnd(step.next())) {
            return true;
        }
        order.removeLast();
        step.answers().keySet().forEach(each -> answered.clear(place(each)));
        begun.clear(place);
        return false;
    }

    private boolean giveUp(Operation waiting, QueueModel model) {
        answered.set(place(waiting));
        if (leadsToTheEnd(model.withoutWaiting(waiting))) {
            return true;
        }
        answered.clear(place(waiting));
        return false;
    }

    private int place(Operation operation) {
        Integer place = places.get(operation);
        if (place == null) {
            throw new IllegalStateException("not of this history: " + operation);
        }
        return place;
    }

    private String explanation(Verdict verdict) {
        long origin = operations.getFirst().callNanos();
        StringBuilder text = new StringBuilder(verdict == Verdict.UNDECIDED
                ? "undecided: " + visited.size() + " configurations were looked at, and there are more\n"
                : "no order of these operations is that of one queue\n");
        text.append("called and returned, in milliseconds:\n");
        operations.forEach(each -> text.append(each.line(origin)).append('\n'));
        text.append("the longest way that could be gone begins these, in this order:\n");
        longest.forEach(each -> text.append(each.line(origin)).append('\n'));
        text.append("and then the queues are ").append(afterLongest.queues()).append(", and there wait\n");
        afterLongest.waiting().forEach(each -> text.append(each.line(origin)).append('\n'));
        return text.toString();
    }
}
