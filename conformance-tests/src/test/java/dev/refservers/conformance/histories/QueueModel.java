package dev.refservers.conformance.histories;

import static dev.refservers.conformance.histories.Operation.NIL;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Queues that do one thing after the other, as docs/protocol.md says: the specification that histories are held
 * against. Immutable.
 *
 * @param queues those with elements, from left to right
 * @param waiting operations that wait, in the order in which they began
 */
record QueueModel(Map<String, List<String>> queues, List<Operation> waiting) {

    static final QueueModel EMPTY = new QueueModel(Map.of(), List.of());

    /**
     * What an operation does.
     *
     * @param next the queues then
     * @param answers of the operation, unless it waits now, and of all that it has served
     */
    record Step(QueueModel next, IdentityHashMap<Operation, String> answers) {}

    /** Carries out an operation, or begins its wait. */
    Step apply(Operation operation) {
        Change change = new Change(this);
        switch (operation.kind()) {
            case RPUSH, LPUSH -> change.push(operation);
            case LLEN -> change.answer(operation, change.elements(operation.keys().getFirst()).size());
            case LRANGE -> change.answer(operation, change.elements(operation.keys().getFirst()));
            case WAITING -> change.answer(operation, waiting.size());
            case EXEC -> change.transact(operation);
            case LPOP, RPOP, LMOVE, BLPOP, BRPOP, BLMOVE -> change.takeOrWait(operation);
        }
        change.serve();
        return new Step(change.frozen(), change.answers);
    }

    /** The same without one that waits. */
    QueueModel withoutWaiting(Operation operation) {
        List<Operation> others = new ArrayList<>(waiting);
        others.remove(operation);
        return new QueueModel(queues, List.copyOf(others));
    }

    /** The queues in the midst of a step. */
    private static final class Change {
        private final Map<String, List<String>> queues;
        private final List<Operation> waiting;
        private final IdentityHashMap<Operation, String> answers = new IdentityHashMap<>();
        private final ArrayDeque<String> toServe = new ArrayDeque<>();

        Change(QueueModel before) {
            queues = new HashMap<>(before.queues);
            waiting = new ArrayList<>(before.waiting);
        }

        List<String> elements(String key) {
            return queues.getOrDefault(key, List.of());
        }

        void answer(Operation operation, Object answer) {
            answers.put(operation, answer.toString());
        }

        /** Answers how many there were before any was taken by those who wait. */
        void push(Operation operation) {
            String key = operation.keys().getFirst();
            for (String element : operation.arguments()) {
                add(key, element, operation.kind() == Operation.Kind.LPUSH);
            }
            answer(operation, elements(key).size());
        }

        /** Nobody is served in its midst, so what was put there is there to be moved. */
        void transact(Operation operation) {
            String from = operation.keys().getFirst();
            for (String element : operation.arguments()) {
                add(from, element, false);
            }
            List<String> elements = new ArrayList<>(elements(from));
            int pushed = elements.size();
            String moved = elements.removeFirst();
            keep(from, elements);
            add(operation.keys().get(1), moved, false);
            answer(operation, List.of(pushed, moved, elements.size()));
        }

        private void keep(String key, List<String> elements) {
            if (elements.isEmpty()) {
                queues.remove(key);
            } else {
                queues.put(key, List.copyOf(elements));
            }
        }

        private void add(String key, String element, boolean left) {
            List<String> elements = new ArrayList<>(elements(key));
            elements.add(left ? 0 : elements.size(), element);
            queues.put(key, List.copyOf(elements));
            toServe.add(key);
        }

        void takeOrWait(Operation operation) {
            List<String> sources = sources(operation);
            for (String key : sources) {
                if (!elements(key).isEmpty()) {
                    take(operation, key);
                    return;
                }
            }
            if (operation.kind().waits()) {
                waiting.add(operation);
            } else {
                answer(operation, NIL);
            }
        }

        private static List<String> sources(Operation operation) {
            return operation.kind().moves() ? operation.keys().subList(0, 1) : operation.keys();
        }

        private void take(Operation operation, String key) {
            List<String> elements = new ArrayList<>(elements(key));
            String element = operation.kind().takesFromTheLeft() ? elements.removeFirst() : elements.removeLast();
            keep(key, elements);
            switch (operation.kind()) {
                case BLPOP, BRPOP -> answer(operation, List.of(key, element));
                default -> answer(operation, element);
            }
            if (operation.kind().moves()) {
                add(operation.keys().get(1), element, false);
            }
        }

        /** Whoever waits longest is served first; what is moved by that may serve others. */
        void serve() {
            for (String key = toServe.poll(); key != null; key = toServe.poll()) {
                for (int i = 0; i < waiting.size() && !elements(key).isEmpty();) {
                    Operation oldest = waiting.get(i);
                    if (sources(oldest).contains(key)) {
                        waiting.remove(i);
                        take(oldest, key);
                    } else {
                        i++;
                    }
                }
            }
        }

        QueueModel frozen() {
            return new QueueModel(Map.copyOf(queues), List.copyOf(waiting));
        }
    }
}
