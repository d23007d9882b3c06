package dev.refservers.conformance.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.histories.Linearizability.Verdict;
import dev.refservers.conformance.histories.Operation.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the checker must accept, and what it must not. */
final class LinearizabilityTest {

    private static final long BUDGET = 100_000;

    private int client;

    @Test
    void oneThingAfterTheOtherIsAccepted() {
        accepted(at(1, 2, "RPUSH k a b", "2"), at(3, 4, "LPUSH k c", "3"), at(5, 6, "LRANGE k", "[c, a, b]"),
                at(7, 8, "RPOP k", "b"), at(9, 10, "LMOVE k j", "c"), at(11, 12, "LLEN j", "1"),
                at(13, 14, "BLPOP k 1", "[k, a]"), at(15, 16, "LPOP k", "nil"));
    }

    @Test
    void operationsThatOverlapMayHaveHappenedInAnyOrder() {
        accepted(at(1, 9, "RPUSH k a", "2"), at(2, 8, "RPUSH k b", "1"), at(10, 11, "LPOP k", "b"));
        accepted(at(1, 9, "RPUSH k a", "1"), at(2, 3, "LLEN k", "0"), at(4, 5, "LPOP k", "a"));
        rejected(at(1, 9, "RPUSH k a", "1"), at(2, 3, "LPOP k", "a"), at(4, 5, "LLEN k", "1"));
    }

    @Test
    void whatWasResetMayHaveHappenedOrNotThenOrLater() {
        Operation push = pending(1, "RPUSH k a");
        accepted(push, at(2, 3, "LPOP k", "nil"), at(4, 5, "LPOP k", "a"));
        accepted(push, at(2, 3, "LPOP k", "nil"), at(4, 5, "LPOP k", "nil"));
        rejected(push, at(2, 3, "LPOP k", "a"), at(4, 5, "LPOP k", "a"));
        accepted(at(1, 2, "RPUSH k a", "1"), pending(3, "LPOP k"), at(4, 5, "LPOP k", "nil"));
        accepted(at(1, 2, "RPUSH k a", "1"), pending(3, "BLPOP k 0"), at(4, 5, "LLEN k", "0"));
        rejected(at(1, 2, "RPUSH k a", "1"), at(4, 5, "LLEN k", "0"), pending(6, "LPOP k"));
    }

    @Test
    void anElementThatIsLostIsMissed() {
        rejected(at(1, 2, "RPUSH k a", "1"), at(3, 4, "LPOP k", "nil"));
        rejected(at(1, 2, "RPUSH k a b", "2"), at(3, 4, "LPOP k", "a"), at(5, 6, "LLEN k", "0"));
    }

    @Test
    void anElementThatComesTwiceIsNoticed() {
        rejected(at(1, 2, "RPUSH k a", "1"), at(3, 6, "LPOP k", "a"), at(4, 7, "RPOP k", "a"));
        rejected(at(1, 2, "RPUSH k a", "1"), at(3, 6, "BLPOP k 1", "[k, a]"), at(4, 7, "LMOVE k j", "a"));
    }

    @Test
    void aLengthThatIsOldIsNoticed() {
        rejected(at(1, 2, "RPUSH k a", "1"), at(3, 4, "RPUSH k b", "2"), at(5, 6, "LLEN k", "1"));
    }

    @Test
    void theOrderOfOneProducerIsHeld() {
        rejected(at(1, 2, "RPUSH k a", "1"), at(3, 4, "RPUSH k b", "2"), at(5, 6, "LPOP k", "b"),
                at(7, 8, "LPOP k", "a"));
        rejected(at(1, 2, "RPUSH k a b", "2"), at(3, 4, "RPOP k", "a"));
    }

    @Test
    void aPushIsOne() {
        rejected(at(1, 9, "RPUSH k a b", "2"), at(2, 8, "LRANGE k", "[a]"));
        accepted(at(1, 9, "RPUSH k a b", "2"), at(2, 8, "LRANGE k", "[a, b]"), at(3, 4, "LRANGE k", "[]"));
    }

    @Test
    void whoWaitsLongestIsServedFirst() {
        Operation first = at(1, 9, "BLPOP k 0", "[k, a]");
        Operation second = at(3, 10, "BLPOP k 0", "[k, b]");
        Operation push = at(7, 8, "RPUSH k a b", "2");
        accepted(first, at(2, 2, "WAITING", "1"), second, at(4, 5, "WAITING", "2"), push);
        rejected(at(1, 9, "BLPOP k 0", "[k, b]"), at(2, 2, "WAITING", "1"), at(3, 10, "BLPOP k 0", "[k, a]"),
                at(4, 5, "WAITING", "2"), push);
        // Nobody has seen who began first.
        accepted(at(1, 9, "BLPOP k 0", "[k, b]"), at(3, 10, "BLPOP k 0", "[k, a]"), push);
    }

    @Test
    void aWaitHasOneOutcome() {
        accepted(at(1, 6, "BLPOP k 0.1", "nil"), at(7, 8, "RPUSH k a", "1"), at(9, 10, "LLEN k", "1"));
        rejected(at(3, 6, "BLPOP k 0.1", "nil"), at(1, 2, "RPUSH k a", "1"));
        rejected(at(1, 6, "BLPOP k 0.1", "nil"), at(2, 3, "WAITING", "1"), at(7, 8, "RPUSH k a", "1"),
                at(9, 10, "LLEN k", "0"));
        rejected(at(1, 3, "BLPOP k 0", "[k, a]"), at(4, 5, "RPUSH k a", "1"));
    }

    @Test
    void whoIsResetWhileItWaitsAndIsSeenToBeGoneTakesNothingWithIt() {
        List<Operation> history = List.of(pending(1, "BLPOP k 0"), at(2, 3, "WAITING", "1"), at(4, 5, "WAITING", "0"),
                at(6, 7, "RPUSH k a", "1"));
        accepted(with(history, at(8, 9, "LPOP k", "a")));
        rejected(with(history, at(8, 9, "LPOP k", "nil")));
    }

    @Test
    void aMoveServesWhoWaitsAtItsTarget() {
        accepted(at(1, 9, "BLMOVE k j 0", "a"), at(1, 10, "BRPOP j 0", "[j, a]"), at(3, 4, "WAITING", "2"),
                at(5, 6, "RPUSH k a", "1"), at(11, 12, "LLEN j", "0"));
        rejected(at(1, 9, "BLMOVE k j 0", "a"), at(1, 20, "BRPOP j 0", "nil"), at(3, 4, "WAITING", "2"),
                at(5, 6, "RPUSH k a", "1"), at(11, 12, "WAITING", "1"), at(13, 14, "LLEN j", "1"));
    }

    @Test
    void aTransactionIsOne() {
        accepted(at(1, 9, "EXEC k j a", "[1, a, 0]"), at(2, 8, "LRANGE k", "[]"), at(10, 11, "LPOP j", "a"));
        accepted(at(1, 9, "BLPOP k 0", "[k, b]"), at(2, 3, "EXEC k j a b", "[2, a, 1]"), at(10, 11, "LLEN k", "0"));
        rejected(at(1, 9, "EXEC k j a", "[1, a, 0]"), at(2, 8, "LRANGE k", "[a]"));
        rejected(at(1, 9, "EXEC k j a", "[1, a, 0]"), at(2, 8, "LPOP k", "a"));
        rejected(at(1, 9, "BLPOP k 0", "[k, a]"), at(2, 3, "WAITING", "1"), at(4, 5, "EXEC k j a b", "[2, b, 0]"));
    }

    @Test
    void keysThatNothingConnectsAreLookedAtOneByOne() {
        List<Operation> apart = List.of(at(1, 2, "RPUSH k a", "1"), at(3, 4, "RPUSH j b", "1"),
                at(5, 6, "LPOP i", "nil"));
        assertEquals(3, Linearizability.parts(apart).size());
        assertEquals(2, Linearizability.parts(Arrays.asList(with(apart, at(7, 8, "LMOVE k j", "a")))).size());
        assertEquals(1, Linearizability.parts(Arrays.asList(with(apart, at(7, 8, "WAITING", "0")))).size());
    }

    @Test
    void whatTakesTooLongIsUndecided() {
        List<Operation> history = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            history.add(pending(1, "RPUSH k " + i));
        }
        history.add(at(1, 2, "LPOP k", "nobody's"));
        Linearizability.Answer answer = Linearizability.check(history, 1_000);
        assertEquals(Verdict.UNDECIDED, answer.verdict());
        assertTrue(answer.explanation().startsWith("undecided: 1000 configurations"), answer.explanation());
    }

    @Test
    void promisesAreHeldWithoutAnyOrder() {
        Operation push = at(1, 2, "RPUSH k a b", "2");
        assertEquals(List.of(), Promises.broken(List.of(push, at(3, 4, "LPOP k", "a"), pending(5, "LPOP k"))));
        assertEquals(1, Promises.broken(List.of(push, at(3, 4, "LPOP k", "a"))).size(), "lost");
        assertEquals(2, Promises.broken(List.of(push, at(3, 4, "LPOP k", "a"), at(3, 4, "BLPOP k 0", "[k, a]"))).size(),
                "lost, and twice");
        assertEquals(1, Promises.broken(List.of(at(3, 4, "LPOP k", "c"))).size(), "from nowhere");
    }

    private static void accepted(Operation... history) {
        Linearizability.Answer answer = Linearizability.check(List.of(history), BUDGET);
        assertEquals(Verdict.LINEARIZABLE, answer.verdict(), answer::explanation);
    }

    private static void rejected(Operation... history) {
        assertEquals(Verdict.NOT_LINEARIZABLE, Linearizability.check(List.of(history), BUDGET).verdict());
    }

    private static Operation[] with(List<Operation> history, Operation last) {
        List<Operation> all = new ArrayList<>(history);
        all.add(last);
        return all.toArray(Operation[]::new);
    }

    private Operation pending(long call, String command) {
        return operation(call, Operation.PENDING, command).withResult(null);
    }

    /** Of the words of a command, without those that are always the same. */
    private Operation at(long call, long end, String command, String result) {
        return operation(call, end, command).withResult(result);
    }

    private Operation operation(long call, long end, String command) {
        List<String> words = List.of(command.split(" ", -1));
        Kind kind = Kind.valueOf(words.getFirst());
        int keys = kind == Kind.WAITING ? 0 : kind.moves() ? 2 : 1;
        return new Operation(++client, call, end, kind, words.subList(1, 1 + keys),
                words.subList(1 + keys, words.size()), null);
    }
}
