package dev.refservers.comparison.page.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.page.AllRatios;
import dev.refservers.comparison.page.MadeUp;
import dev.refservers.comparison.page.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts come from figures: each claim in every direction. */
class TextbookTest {

    private static final List<String> BUILT = List.of("blocking", "threaded", "virtual", "forking", "select", "select2",
            "poll2", "epoll", "epoll-edge", "uring");

    private static Finding judge(String claim, MadeUp run, List<String> built) {
        Topics topics = Topics.of(run.build());
        return Textbook.of(new Evidence(topics, AllRatios.of(topics), built)).stream()
                .filter(judged -> judged.claim().id().equals("claim-" + claim)).findFirst().orElseThrow().finding();
    }

    private static MadeUp two(String scenario, String one, double micros, String other, double otherMicros) {
        return new MadeUp(5).scenario(scenario, 50).cpu(one, scenario, micros).cpu(other, scenario, otherMicros);
    }

    private static MadeUp idle(String one, double before, double after, String other, double otherBefore,
            double otherAfter) {
        return idle(5, one, before, after, other, otherBefore, otherAfter);
    }

    private static MadeUp idle(int blocks, String one, double before, double after, String other, double otherBefore,
            double otherAfter) {
        return new MadeUp(blocks).scenario("idle-0", "idle", "connections", 0.0, 100)
                .scenario("idle-10k", "idle", "connections", 10_000.0, 10_100)
                .cpu(one, "idle-0", before).cpu(one, "idle-10k", after)
                .cpu(other, "idle-0", otherBefore).cpu(other, "idle-10k", otherAfter);
    }

    private static MadeUp crowd() {
        return new MadeUp(5).scenario("idle-0", "idle", "connections", 0.0, 100)
                .scenario("idle-10k", "idle", "connections", 10_000.0, 10_100)
                .cpu("virtual", "idle-0", 5).cpu("virtual", "idle-10k", 5.5).cpu("threaded", "idle-0", 9);
    }

    private static MadeUp waiting(double blocking, double threaded) {
        return new MadeUp(5).scenario("waiting", 50).rate("blocking", "waiting", blocking, 0)
                .rate("threaded", "waiting", threaded, 0);
    }

    private static MadeUp calls(Map<String, Double> each) {
        Map<String, Double> figures = new HashMap<>(Map.of("callsPerRequest", 1.0));
        each.forEach((call, count) -> figures.put(call + "CallsPerRequest", count));
        return new MadeUp(1).scenario("syscalls", 50).parts("uring", "syscalls", 5, List.of(), figures);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("process", two("churn", "forking", 900, "threaded", 40), Verdict.CONFIRMED),
                Arguments.of("process", two("churn", "forking", 50, "threaded", 40), Verdict.REFUTED),
                Arguments.of("process", two("churn", "forking", 80, "threaded", 40), Verdict.NOT_HERE),
                Arguments.of("lists", idle("poll2", 5, 60, "epoll", 5, 5.1), Verdict.CONFIRMED),
                Arguments.of("lists", idle("poll2", 5, 5.1, "epoll", 5, 5.1), Verdict.REFUTED),
                Arguments.of("lists", idle("poll2", 5, 60, "epoll", 5, 60), Verdict.REFUTED),
                Arguments.of("lists", idle("poll2", 5, 6.25, "epoll", 5, 5.1), Verdict.NOT_HERE),
                Arguments.of("select", idle("epoll", 5, 5, "poll2", 5, 5).limited("select2", "idle-10k", 1_009, 5),
                        Verdict.CONFIRMED),
                Arguments.of("select", idle("epoll", 5, 5, "poll2", 5, 5).voided("select2", "idle-10k",
                        "Limit reached at 1,009 connections of 10,100."), Verdict.CONFIRMED),
                Arguments.of("select", idle("epoll", 5, 5, "poll2", 5, 5).voided("select2", "idle-10k",
                        "Limit reached at 4,100 of 5,000 requests a second."), Verdict.NOT_MEASURED),
                Arguments.of("select", idle("epoll", 5, 5, "select2", 5, 5), Verdict.REFUTED),
                Arguments.of("select", idle("epoll", 5, 5, "poll2", 5, 5).limited("select2", "idle-10k", 200, 5),
                        Verdict.NOT_HERE),
                Arguments.of("edge", two("steady", "epoll-edge", 4, "epoll", 5), Verdict.CONFIRMED),
                Arguments.of("edge", two("steady", "epoll-edge", 5, "epoll", 4), Verdict.REFUTED),
                Arguments.of("edge", two("steady", "epoll-edge", 5, "epoll", 5), Verdict.NOT_HERE),
                Arguments.of("few", two("few", "threaded", 4, "select", 5), Verdict.CONFIRMED),
                Arguments.of("few", two("few", "threaded", 5, "select", 5), Verdict.CONFIRMED),
                Arguments.of("few", two("few", "threaded", 8, "select", 5), Verdict.REFUTED),
                Arguments.of("few", two("few", "threaded", 5.5, "select", 5), Verdict.NOT_HERE),
                Arguments.of("coroutines", crowd().cpu("threaded", "idle-10k", 30), Verdict.CONFIRMED),
                Arguments.of("coroutines",
                        crowd().voided("threaded", "idle-10k", "limit reached at 7,000 connections."),
                        Verdict.CONFIRMED),
                Arguments.of("coroutines", crowd().cpu("threaded", "idle-10k", 9.5), Verdict.REFUTED),
                Arguments.of("coroutines", idle("virtual", 5, 50, "threaded", 9, 90), Verdict.REFUTED),
                Arguments.of("coroutines", crowd().cpu("threaded", "idle-10k", 13.5), Verdict.NOT_HERE),
                Arguments.of("coroutines", crowd().voided("threaded", "idle-10k", "The generator was late itself."),
                        Verdict.NOT_MEASURED),
                Arguments.of("async", calls(Map.of("io_uring_enter", 0.03, "other", 0.01)), Verdict.CONFIRMED),
                Arguments.of("async", calls(Map.of("io_uring_enter", 0.03, "read", 0.5)), Verdict.REFUTED),
                Arguments.of("async", new MadeUp(1).scenario("syscalls", 50).cpu("uring", "syscalls", 5),
                        Verdict.NOT_MEASURED),
                Arguments.of("one", waiting(20, 950), Verdict.CONFIRMED),
                Arguments.of("one", waiting(900, 950), Verdict.REFUTED),
                Arguments.of("edge", two("few", "epoll", 4, "select", 5), Verdict.NOT_MEASURED));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void verdictsFollowFromFigures(String claim, MadeUp run, Verdict verdict) {
        Finding finding = judge(claim, run, BUILT);
        assertEquals(verdict, finding.verdict(), finding.figures()::toString);
        assertTrue(finding.figures().stream().allMatch(figure -> figure.matches("(?s).{20,}\\.")),
                finding.figures()::toString);
    }

    @Test
    void whatLacksItsArchitectureSaysSoAndTurnsOnByItself() {
        MadeUp without = two("few", "select", 4, "threaded", 5);
        assertEquals(Verdict.NOT_BUILT, judge("edge", without, List.of("epoll", "select")).verdict());
        assertEquals(Verdict.NOT_MEASURED, judge("edge", without, List.of("epoll", "epoll-edge")).verdict());
        assertEquals(Verdict.CONFIRMED,
                judge("edge", two("steady", "epoll-edge", 4, "epoll", 5), List.of("select")).verdict());
    }

    /** One block, in which the reference and its alias are so far apart with many connections. */
    private static Finding once(double poll, double apart) {
        return judge("lists", idle(1, "poll2", 5, poll, "epoll", 5, 5).reference("select", "select-again")
                .cpu("select", "idle-0", 5).cpu("select-again", "idle-0", 5)
                .cpu("select", "idle-10k", 5).cpu("select-again", "idle-10k", 5 * apart), BUILT);
    }

    @Test
    void oneBlockIsWorthWhatTheReferenceAndItsAliasWereApart() {
        assertEquals(Verdict.CONFIRMED, once(7.5, 1.03).verdict());
        Finding apart = once(7.5, 1.2);
        assertEquals(Verdict.NOT_HERE, apart.verdict());
        assertTrue(apart.figures().getLast().startsWith("Undecided: it is not clearly further from 1.25 than noise"),
                apart.figures()::toString);
        String figure = apart.figures().getFirst();
        assertTrue(figure.matches("poll2: 1\\.\\d\\d times .*Measured once; select and select-again, the same server, "
                + "were up to (1[89]|2\\d)\\.\\d % apart there\\."), figure);
        assertFalse(figure.contains("("), "an interval that nobody measured: " + figure);
    }

    @Test
    void oneBlockDecidesNothingWhereNoServerWasMeasuredTwice() {
        Finding finding = judge("lists", idle(1, "poll2", 5, 60, "epoll", 5, 5), BUILT);
        assertEquals(Verdict.NOT_HERE, finding.verdict());
        assertTrue(finding.figures().getFirst().contains("how much of it is noise is not known"),
                finding.figures()::toString);
    }

    @Test
    void severalBlocksHaveAnInterval() {
        String figure = judge("lists", idle("poll2", 5, 60, "epoll", 5, 5.1), BUILT).figures().getFirst();
        assertTrue(figure.matches("poll2: 1[12]\\.\\d \\(1\\d\\.\\d to 1\\d\\.\\d\\) times .*"), figure);
    }

    @Test
    void aServerThatUsedAllOfItsCoreMightHaveUsedMore() {
        List<String> figures = judge("lists", idle("poll2", 5, 99, "epoll", 5, 5.1), BUILT).figures();
        assertTrue(figures.getFirst().startsWith("poll2: at least ") && figures.getFirst().contains("all of its core"),
                figures::toString);
        assertFalse(figures.get(1).contains("at least"), figures::toString);
    }

    @Test
    void edgesAreJudgedWhereMostBlocksWereMeasured() {
        MadeUp run = new MadeUp(5).scenario("steady", 50).scenario("ping-pong", 50).blocks("steady", 1);
        for (String server : List.of("epoll", "epoll-edge")) {
            run.cpu(server, "steady", 5).cpu(server, "ping-pong", server.equals("epoll") ? 5 : 4);
        }
        Finding finding = judge("edge", run, BUILT);
        assertEquals(Verdict.CONFIRMED, finding.verdict(), finding.figures()::toString);
        assertTrue(finding.figures().getFirst().startsWith("In ping-pong, "), finding.figures()::toString);
    }

    @Test
    void fewConnectionsAreJudgedInCpuTimeAndSayWhatClientsSaw() {
        Finding finding = judge("few", two("few", "threaded", 4, "select", 5), BUILT);
        assertEquals("in CPU time", finding.respect());
        assertTrue(finding.figures().stream().anyMatch(figure -> figure.matches(
                "threaded: [\\d,]+ requests/s, p50 [\\d.]+ µs, p99 [\\d.]+ µs\\.")), finding.figures()::toString);
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(List.of("This run has no scenario churn."),
                judge("process", two("few", "select", 4, "epoll", 5), BUILT).figures());
        assertEquals(List.of("forking has no figure: It did not conform."), judge("process", new MadeUp(5)
                .scenario("churn", 50).cpu("threaded", "churn", 40).voided("forking", "churn", "It did not conform."),
                BUILT).figures());
    }
}
