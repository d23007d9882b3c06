package dev.refservers.protocol.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.BufferedBytes;
import dev.refservers.protocol.Limits;
import dev.refservers.protocol.SessionProbe;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and replies, as docs/protocol.md has them; every case whole, split at every point, and byte by byte. */
final class QueueSessionTest {

    private static final String CLOSED = "✗";

    private final QueueFixture queues = new QueueFixture();

    private record Case(String request, String reply) {}

    private static Case given(String request, String reply) {
        return new Case(request, reply);
    }

    @TestFactory
    Stream<DynamicTest> framing() {
        return each(List.of(given("\r\n", ""), given("\n", ""), given("   \r\n", ""), given("*0\r\n", ""),
                given("*-10\r\n", ""), given("PING\n", "+PONG\r\n"), given("\"PING\"\r\n", "+PONG\r\n"),
                given("pInG\r\n", "+PONG\r\n"), given("PING \"a b\"\r\n", "$3\r\na b\r\n"),
                given("PING \"\\x41\\n\"\r\n", "$2\r\nA\n\r\n"), given("PING 'it\\'s'\r\n", "$4\r\nit's\r\n"),
                given("PING foo\"bar\"\r\n", "$6\r\nfoobar\r\n"), given("PING \"\"\r\n", "$0\r\n\r\n"),
                given("PING \"\\q\\r\\t\\b\\a\\\\\"\r\n", "$6\r\nq\r\t\b\u0007\\\r\n"),
                given("PING \"abc\r\n", error("unbalanced quotes in request")),
                given("PING 'abc\r\n", error("unbalanced quotes in request")),
                given("PING \"a\"b\r\n", error("unbalanced quotes in request")),
                given("*x\r\n", error("invalid multibulk length")), given("*\r\n", error("invalid multibulk length")),
                given("*+1\r\n", error("invalid multibulk length")),
                given("*01\r\n", error("invalid multibulk length")),
                given("*1 \r\n", error("invalid multibulk length")),
                given("*2147483648\r\n", error("invalid multibulk length")), given("*2147483647\r\n", ""),
                given("*1\r\nfoo\r\n", error("expected '$', got 'f'")),
                given("*1\r\n:4\r\n", error("expected '$', got ':'")),
                given("*1\r\n\r\n", error("expected '$', got ' '")), given("*1\r\n$\r\n", error("invalid bulk length")),
                given("*1\r\n$-1\r\n", error("invalid bulk length")),
                given("*1\r\n$blabla\r\n", error("invalid bulk length")),
                given("*1\r\n$+4\r\n", error("invalid bulk length")),
                given("*1\r\n$04\r\n", error("invalid bulk length")),
                given("*1\r\n$536870913\r\n", error("invalid bulk length")), given("*1\r\n$536870912\r\n", ""),
                given("*1\r\n$4\r\nPINGxx", "+PONG\r\n"), given("*1\rX$4\rYPING\r\n", "+PONG\r\n"),
                given("*1\r\n$4\r\nPINGxx*1\r\n$4\r\nPING\r\n", "+PONG\r\n+PONG\r\n"),
                given("*1\r\n$0\r\n\r\n", "-ERR unknown command '', with args beginning with: \r\n"),
                given("$4\r\nPING\r\n", "-ERR unknown command '$4', with args beginning with: \r\n+PONG\r\n"),
                given("POST / HTTP/1.1\r\n", CLOSED), given("Host: x\r\n", CLOSED),
                given("PING\r\n*1\r\n$4\r\nPING\r\n*1\r\nfoo\r\nPING\r\n",
                        "+PONG\r\n+PONG\r\n" + error("expected '$', got 'f'"))));
    }

    @TestFactory
    Stream<DynamicTest> replies() {
        return each(List.of(
                given("FOO bar baz\r\n", "-ERR unknown command 'FOO', with args beginning with: 'bar' 'baz' \r\n"),
                given("*2\r\n$8\r\nfoo\r\nbar\r\n$3\r\nx\ny\r\n",
                        "-ERR unknown command 'foo  bar', with args beginning with: 'x y' \r\n"),
                given("FOO " + "y".repeat(200) + " z\r\n",
                        "-ERR unknown command 'FOO', with args beginning with: '" + "y".repeat(128) + "' \r\n"),
                given("ECHO\r\n", arity("echo")), given("PING a b\r\n", arity("ping")),
                given("LPOP k 1 2\r\n", arity("lpop")), given("CONFIG GET\r\n", arity("config|get")),
                given("CLIENT\r\n", arity("client")), given("CLIENT ID x\r\n", arity("client|id")),
                given("CLIENT FOO\r\n", "-ERR unknown subcommand 'FOO'. Try CLIENT HELP.\r\n"),
                given("COMMAND FOO\r\n", "-ERR unknown subcommand 'FOO'. Try COMMAND HELP.\r\n"),
                given("PING hi\r\nECHO \"\"\r\n", "$2\r\nhi\r\n$0\r\n\r\n"),
                given("QUIT\r\nPING\r\n", "+OK\r\n" + CLOSED), given("QUIT x\r\n", "+OK\r\n" + CLOSED),
                given("RPUSH q a b c\r\nLPUSH q z y\r\nLRANGE q 0 -1\r\n",
                        ":3\r\n:5\r\n*5\r\n$1\r\ny\r\n$1\r\nz\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n"),
                given("RPUSH q a b c\r\nLRANGE q -2 1\r\nLRANGE q -100 0\r\nLRANGE q 2 100\r\nLRANGE q 3 9\r\n",
                        ":3\r\n*1\r\n$1\r\nb\r\n*1\r\n$1\r\na\r\n*1\r\n$1\r\nc\r\n*0\r\n"),
                given("RPUSH q a b c\r\nLPOP q\r\nRPOP q 2\r\nLPOP q\r\nLPOP q 0\r\nLPOP q 1\r\nLLEN q\r\nEXISTS q q\r\n",
                        ":3\r\n$1\r\na\r\n*2\r\n$1\r\nc\r\n$1\r\nb\r\n$-1\r\n*-1\r\n*-1\r\n:0\r\n:0\r\n"),
                given("RPUSH q a\r\nLPOP q 0\r\nEXISTS q q\r\nDEL q q\r\n", ":1\r\n*0\r\n:2\r\n:1\r\n"),
                given("LPOP q -1\r\n", "-ERR value is out of range, must be positive\r\n"),
                given("LPOP q 9223372036854775808\r\n", "-ERR value is out of range, must be positive\r\n"),
                given("LRANGE q x 1\r\n", "-ERR value is not an integer or out of range\r\n"),
                given("LRANGE q 1 0\r\n", "*0\r\n"), given("LMOVE a b UP LEFT\r\n", "-ERR syntax error\r\n"),
                given("LMOVE a b LEFT RIGHT\r\n", "$-1\r\n"),
                given("RPUSH a 1 2\r\nLMOVE a a left right\r\nRPOPLPUSH a b\r\nLRANGE a 0 -1\r\nLRANGE b 0 -1\r\n",
                        ":2\r\n$1\r\n1\r\n$1\r\n1\r\n*1\r\n$1\r\n2\r\n*1\r\n$1\r\n1\r\n"),
                given("RPUSH b 1 2 3\r\nLMPOP 2 a b LEFT COUNT 2\r\nLMPOP 1 a RIGHT\r\n",
                        ":3\r\n*2\r\n$1\r\nb\r\n*2\r\n$1\r\n1\r\n$1\r\n2\r\n*-1\r\n"),
                given("LMPOP 0 a LEFT\r\n", "-ERR numkeys should be greater than 0\r\n"),
                given("LMPOP 1 a LEFT COUNT 0\r\n", "-ERR count should be greater than 0\r\n"),
                given("LMPOP 9 a LEFT\r\n", "-ERR syntax error\r\n"),
                given("BLPOP k -1\r\n", "-ERR timeout is negative\r\n"),
                given("BLPOP k abc\r\nBLPOP k nan\r\nBLPOP k \"\"\r\nBLPOP k \"1 \"\r\n",
                        "-ERR timeout is not a float or out of range\r\n".repeat(4)),
                given("BLMOVE a b UP LEFT x\r\n", "-ERR syntax error\r\n"),
                given("RPUSH k a b\r\nBLPOP j k 0\r\nBRPOP k 0\r\n",
                        ":2\r\n*2\r\n$1\r\nk\r\n$1\r\na\r\n*2\r\n$1\r\nk\r\n$1\r\nb\r\n"),
                given("RPUSH k a b\r\nBLMPOP 0 2 j k RIGHT COUNT 5\r\n",
                        ":2\r\n*2\r\n$1\r\nk\r\n*2\r\n$1\r\nb\r\n$1\r\na\r\n"),
                given("HELLO 1\r\nHELLO 4\r\n", "-NOPROTO unsupported protocol version\r\n".repeat(2)),
                given("HELLO x\r\n", "-ERR Protocol version is not an integer or out of range\r\n"),
                given("HELLO 3 FOO\r\n", "-ERR Syntax error in HELLO option 'FOO'\r\n"),
                given("CLIENT SETNAME \"a b\"\r\n",
                        "-ERR Client names cannot contain spaces, newlines or special characters.\r\n"),
                given("CLIENT GETNAME\r\nCLIENT SETNAME me\r\nCLIENT GETNAME\r\nRESET\r\nCLIENT GETNAME\r\n",
                        "$-1\r\n+OK\r\n$2\r\nme\r\n+RESET\r\n$-1\r\n"),
                given("CLIENT SETINFO LIB-NAME x\r\n", "+OK\r\n"), given("CLIENT UNBLOCK 99\r\n", ":0\r\n"),
                given("SELECT 0\r\nSELECT 1\r\nSELECT x\r\n",
                        "+OK\r\n-ERR DB index is out of range\r\n-ERR value is not an integer or out of range\r\n"),
                given("CONFIG GET save\r\nCONFIG GET nosuch\r\n", "*2\r\n$4\r\nsave\r\n$0\r\n\r\n*0\r\n"),
                given("CONFIG GET s[a-c]v? APPEND*\r\n",
                        "*4\r\n$10\r\nappendonly\r\n$2\r\nno\r\n$4\r\nsave\r\n$0\r\n\r\n"),
                given("INFO nosuch\r\n", "$0\r\n\r\n"), given("COMMAND INFO nosuch\r\n", "*1\r\n$-1\r\n"),
                given("COMMAND DOCS nosuch\r\n", "*0\r\n"), given("FLUSHALL FOO\r\n", "-ERR syntax error\r\n"),
                given("RPUSH a 1\r\nRPUSH b 1\r\nDBSIZE\r\nFLUSHALL\r\nDBSIZE\r\n",
                        ":1\r\n:1\r\n:2\r\n+OK\r\n:0\r\n")));
    }

    @TestFactory
    Stream<DynamicTest> repliesInResp3() {
        return each("HELLO 3\r\n",
                List.of(given("LPOP k\r\nLPOP k 1\r\nLMOVE a b LEFT LEFT\r\nCLIENT GETNAME\r\n", "_\r\n".repeat(4)),
                        given("CONFIG GET save\r\n", "%1\r\n$4\r\nsave\r\n$0\r\n\r\n"),
                        given("LRANGE k 0 1\r\n", "*0\r\n"), given("COMMAND DOCS nosuch\r\n", "%0\r\n"),
                        given("RESET\r\nLPOP k\r\n", "+RESET\r\n$-1\r\n")));
    }

    @Test
    void helloTellsFourteenElementsOrAMapOfSeven() {
        SessionProbe client = queues.connect();
        String id = client.send("CLIENT ID\r\n").received().substring(1).trim();
        String body = "$6\r\nserver\r\n$17\r\nreference-servers\r\n$7\r\nversion\r\n$5\r\n0.1.0\r\n$5\r\nproto\r\n:%d\r\n"
                + "$2\r\nid\r\n:" + id + "\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\n"
                + "modules\r\n*0\r\n";

        assertEquals("*14\r\n" + body.formatted(2), client.send("HELLO\r\n").received());
        assertEquals("%7\r\n" + body.formatted(3), client.send("HELLO 3 SETNAME me\r\n").received());
        assertEquals("$2\r\nme\r\n", client.send("CLIENT GETNAME\r\n").received());
    }

    @Test
    void pipelinesLongerThanAReadAreServedThoughThereIsNoMemoryForMore() {
        String request = "*2\r\n$4\r\nECHO\r\n$20\r\n" + "x".repeat(20) + "\r\n";
        String requests = request.repeat(2_000);
        String replies = ("$20\r\n" + "x".repeat(20) + "\r\n").repeat(2_000);

        // Each read ends at another byte of a request, and longer ones than those come behind.
        for (int first = 1; first <= request.length(); first++) {
            SessionProbe client = new QueueFixture(full(64 << 10, 0)).connect();
            client.send(requests.substring(0, 20_000 + first)).send(requests.substring(20_000 + first, 40_000))
                    .send(requests.substring(40_000));

            assertEquals(replies, said(client));
        }
    }

    @Test
    void whatFindsNoRoomForItsRepliesIsServedThoughThereIsNoMemoryForMore() {
        SessionProbe client = new QueueFixture(full(64 << 10, 1 << 20)).connect();
        client.send("PING\r\n".repeat(20_000)).send("PING\r\n".repeat(20_000));

        assertEquals("+PONG\r\n".repeat(40_000), said(client));
    }

    @Test
    void whatTheServerTellsOfItselfIsAnsweredThoughThereIsNoMemoryForMore() {
        SessionProbe client = new QueueFixture(full(1, 0)).connect();
        String info = said(client.send("INFO\r\n"));

        assertTrue(info.startsWith("$") && info.endsWith("\r\n") && info.length() > BufferedBytes.UNCOUNTED, info);
        assertEquals("+PONG\r\n", said(client.send("PING\r\n")));
    }

    /** Limits that leave no room for what clients make the server hold. */
    private static Limits full(int outputHighWaterBytes, long maxQueuedBytes) {
        Limits all = Limits.DEFAULT;
        return new Limits(all.maxConnections(), all.maxBulkBytes(), all.maxArguments(), all.maxInlineBytes(),
                outputHighWaterBytes, all.maxWaitingInputBytes(), maxQueuedBytes, 0, all.idleTimeoutNanos(),
                all.lingerNanos());
    }

    @Test
    void aLineWithoutAnEndIsRefusedOnceItIsTooLong() {
        assertEquals(error("too big inline request"), said(queues.connect().send("A".repeat(65_537))));
        assertEquals("", said(queues.connect().send("A".repeat(65_536))));
        assertEquals(error("too big mbulk count string"), said(queues.connect().send("*" + "1".repeat(65_537))));
        assertEquals(error("too big bulk count string"), said(queues.connect().send("*1\r\n$" + "1".repeat(65_537))));
    }

    @Test
    void completeCommandsAreAnsweredAfterAHalfCloseAndAnIncompleteOneIsDropped() {
        SessionProbe client = queues.connect().send("PING\r\n*2\r\n$4\r\nECHO\r\n$5\r\nhe").halfClose();

        assertEquals("+PONG\r\n", client.received());
        assertTrue(client.session().finished());
    }

    @Test
    void whatIsPipelinedBeyondTheHighWaterMarkIsExecutedWhenThereIsRoom() {
        SessionProbe client = queues.connect().stopReading();
        String echo = "ECHO " + "x".repeat(1_000) + "\r\n";
        for (int i = 0; i < 2_000; i++) {
            client.send(echo);
        }

        assertFalse(client.session().wantsInput());
        assertTrue(client.notYetTaken() > 1_900 * 1_000, "most of it must wait outside");
        assertEquals(2_000 * ("$1000\r\n".length() + 1_002), client.readAgain().received().length());
    }

    @Test
    void aLongArrayIsWrittenAsRoomIsMade() {
        SessionProbe client = queues.connect();
        for (int i = 0; i < 1_000; i++) {
            client.send("RPUSH q " + "x".repeat(1_000) + "\r\n");
        }
        client.received();
        client.stopReading().send("LRANGE q 0 -1\r\nPING\r\n");

        assertTrue(client.session().output().remaining() < 2 * Limits.DEFAULT.outputHighWaterBytes());
        String reply = client.readAgain().received();
        assertTrue(reply.startsWith("*1000\r\n$1000\r\n") && reply.endsWith("x\r\n+PONG\r\n"));
        assertEquals("*1000\r\n".length() + 1_000 * ("$1000\r\n".length() + 1_002) + "+PONG\r\n".length(),
                reply.length());
    }

    @Test
    void anAnnouncedBulkCostsNothingBeforeItComes() {
        Runtime runtime = Runtime.getRuntime();
        long before = used(runtime);
        for (int i = 0; i < 1_000; i++) {
            queues.connect().send("*2\r\n$4\r\nECHO\r\n$536870912\r\n");
        }

        assertTrue(used(runtime) - before < 16 << 20, "1,000 clients that announce 512 MB must cost almost nothing");
    }

    @Test
    void aPushBeyondTheBytesOfAllQueuesIsRefused() {
        SessionProbe client = new QueueFixture(QueueFixture.limits(64, 3_000)).connect();

        assertEquals(":1\r\n", client.send("RPUSH q " + "x".repeat(2000) + "\r\n").received());
        assertEquals("-OOM command not allowed when used memory > 'maxmemory'.\r\n",
                client.send("RPUSH q " + "x".repeat(2000) + "\r\n").received());
        assertEquals("$2000\r\n" + "x".repeat(2000) + "\r\n", client.send("LPOP q\r\n").received());
        assertEquals(":1\r\n", client.send("RPUSH r " + "x".repeat(2000) + "\r\n").received());
    }

    @Test
    void moreArgumentsThanAllowedAreAProtocolError() {
        SessionProbe client = new QueueFixture(QueueFixture.limits(3, 1_000)).connect();

        assertEquals(":1\r\n" + error("invalid multibulk length"),
                said(client.send("*3\r\n$5\r\nRPUSH\r\n$1\r\nk\r\n$1\r\na\r\n*4\r\n")));
    }

    @Test
    void aClientThatKillsAnotherEndsItAtOnceAndOneThatKillsItselfIsAnswered() {
        SessionProbe victim = queues.connect();
        SessionProbe killer = queues.connect();
        victim.send("CLIENT ID\r\n");
        String id = victim.received().substring(1).trim();

        assertEquals(":1\r\n", killer.send("CLIENT KILL ID " + id + "\r\n").received());
        assertEquals("", victim.send("PING\r\n").received());
        assertTrue(victim.session().finished());
        String own = killer.send("CLIENT ID\r\n").received().substring(1).trim();
        assertEquals(":0\r\n", killer.send("CLIENT KILL ID " + own + "\r\n").received());
        assertEquals(":1\r\n" + CLOSED, said(killer.send("CLIENT KILL ID " + own + " SKIPME no\r\n")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                         | NULL
            PING                       | ping
            LLEN c, PING               | ping
            LLEN c, ECHO x             | echo
            LLEN c, BLPOP c abc        | blpop
            LLEN c, RPUSH              | rpush
            LLEN c, NONESUCH           | NULL
            MULTI, PING                | ping
            MULTI, RPUSH               | rpush
            """)
    void aClientsLastCommandIsTheOneThatWasAnsweredLastWhateverItWas(String commands, String last) {
        QueueFixture queues = new QueueFixture();
        SessionProbe client = queues.connect();
        for (String command : commands.split(", ", -1)) {
            client.send(command + "\r\n");
        }
        String list = queues.connect().send("CLIENT LIST\r\n").received();
        assertEquals(last, list.lines().filter(line -> line.startsWith("id=1 ")).findFirst().orElse(list)
                .replaceFirst(".* cmd=(\\S+) .*", "$1"));
    }

    @Test
    void clientListAndInfoTellWhoIsThereAndWhoWaits() {
        SessionProbe waiting = queues.connect().send("CLIENT SETNAME patient\r\nBLPOP k 0\r\n");
        SessionProbe asking = queues.connect();

        assertEquals("+OK\r\n", waiting.received());
        String list = asking.send("CLIENT LIST\r\n").received();
        assertTrue(list.contains(" name=patient ") && list.contains(" flags=b ") && list.contains(" cmd=blpop "), list);
        String info = asking.send("INFO clients\r\n").received();
        assertTrue(info.contains("connected_clients:2\r\n") && info.contains("blocked_clients:1\r\n"), info);
    }

    private static long used(Runtime runtime) {
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static String error(String what) {
        return "-ERR Protocol error: " + what + "\r\n" + CLOSED;
    }

    private static String arity(String command) {
        return "-ERR wrong number of arguments for '" + command + "' command\r\n";
    }

    /** What a client reads, and whether its connection is then closed. */
    private static String said(SessionProbe client) {
        return client.received() + (client.session().outputEnded() ? CLOSED : "");
    }

    private static Stream<DynamicTest> each(List<Case> cases) {
        return each("", cases);
    }

    private static Stream<DynamicTest> each(String before, List<Case> cases) {
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        "'" + one.request.substring(0, Math.min(60, one.request.length())).replace("\r\n", "⏎") + "'",
                        () -> SessionProbe.inEveryWay(() -> {
                            SessionProbe client = new QueueFixture().connect().send(before);
                            client.received();
                            return client;
                        }, one.request, client -> assertEquals(one.reply, said(client)))));
    }
}
