package dev.refservers.protocol.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.SessionProbe;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HttpSessionTest {

    private static final Limits LIMITS = new Limits(10, 50, 10, 200, 1_000, 0, 0, 0, 1_000);
    private static final Status STATUS = new Status("test<&\"", 42, 61_005, 3, 2, 5, 7, 11, 13, 17 << 10);

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\n"
            + "Hello, world!";

    private final Statistics statistics = new Statistics();
    private final HttpProtocol protocol = new HttpProtocol(LIMITS, statistics, () -> STATUS);

    @Test
    void helloIsThirteenBytesOfPlainText() {
        assertEquals(HELLO, SessionProbe.open(protocol).send(GET).received());
        assertEquals(HELLO.replace("13\r\n", "13\r\nConnection: keep-alive\r\n"),
                SessionProbe.open(protocol).send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").received());
        assertEquals(HELLO.replace("13\r\n", "13\r\nConnection: close\r\n"),
                SessionProbe.open(protocol).send("GET / HTTP/1.0\r\n\r\n").received());
    }

    @Test
    void headGetsTheHeadOfGetWithoutItsBody() {
        for (String target : List.of("/", "/status", "/metrics", "/nowhere")) {
            String get = SessionProbe.open(protocol).send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").received();
            String head = SessionProbe.open(protocol).send("HEAD " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .received();
            assertEquals(get.substring(0, get.indexOf("\r\n\r\n") + 4), head);
        }
        assertTrue(SessionProbe.open(protocol).send("HEAD / HTTP/1.1\r\n\r\n").received().endsWith("\r\n\r\n"));
    }

    @Test
    void anErrorBeforeAMethodIsKnownIsExplainedEvenAfterHead() {
        String received = SessionProbe.open(protocol).send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n@").received();
        assertTrue(received.endsWith("400 Bad Request: a request begins with a method\n"), received);
    }

    @Test
    void errorsSayWhatIsAllowed() {
        HttpReply reply = reply("PUT / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("GET, HEAD", reply.fields().get("Allow"));
        assertEquals("405 Method Not Allowed: everything here allows GET and HEAD only\n", reply.body());
    }

    @Test
    void theStatusPageTellsEverythingAndLoadsNothing() {
        HttpReply reply = reply("GET /status HTTP/1.1\r\nHost: a\r\n\r\n");
        String page = reply.body();
        assertEquals("text/html; charset=utf-8", reply.fields().get("Content-Type"));
        assertEquals("no-store", reply.fields().get("Cache-Control"));
        assertTrue(page.startsWith("<!doctype html>"), page);
        assertTrue(page.contains("<h1>test&lt;&amp;&quot;</h1>"), page);
        assertFalse(page.contains("src=") || page.contains("@import") || page.contains("://"), page);
        assertAll(Stream.of("42", "61.005 s", "3", "2", "5", "7", "11", "13", "17 KiB")
                .map(value -> () -> assertTrue(page.contains("<td>" + value + "</td>"), value)));
    }

    @Test
    void metricsAreInPrometheusTextFormat() {
        HttpReply reply = reply("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("text/plain; version=0.0.4; charset=utf-8", reply.fields().get("Content-Type"));
        assertEquals("""
                # HELP refservers_info What this server is; always 1.
                # TYPE refservers_info gauge
                refservers_info{architecture="test<&\\"",process_id="42"} 1
                # HELP refservers_uptime_seconds Time since the server began to listen.
                # TYPE refservers_uptime_seconds gauge
                refservers_uptime_seconds 61.005
                # HELP refservers_connections_open Connections that are served now.
                # TYPE refservers_connections_open gauge
                refservers_connections_open 3
                # HELP refservers_connections_waiting Connections that wait until there is time for them.
                # TYPE refservers_connections_waiting gauge
                refservers_connections_waiting 2
                # HELP refservers_connections_accepted_total Connections served since the start.
                # TYPE refservers_connections_accepted_total counter
                refservers_connections_accepted_total 5
                # HELP refservers_connections_refused_total Connections over the limit since the start.
                # TYPE refservers_connections_refused_total counter
                refservers_connections_refused_total 7
                # HELP refservers_requests_served_total Requests answered since the start.
                # TYPE refservers_requests_served_total counter
                refservers_requests_served_total 11
                # HELP refservers_threads Live platform threads of the process.
                # TYPE refservers_threads gauge
                refservers_threads 13
                # HELP refservers_heap_used_bytes Heap in use by the process.
                # TYPE refservers_heap_used_bytes gauge
                refservers_heap_used_bytes 17408
                """, reply.body());
    }

    private HttpReply reply(String request) {
        return HttpReply.all(SessionProbe.open(protocol).send(request).received()).getFirst();
    }

    @Test
    void aClientOverTheLimitIsToldSoAndLingeredFor() {
        SessionProbe probe = SessionProbe.refuse(protocol).send(GET);
        HttpReply reply = HttpReply.all(probe.received()).getFirst();
        assertEquals(503, reply.status());
        assertTrue(reply.closes());
        assertNotNull(reply.body());
        assertEquals(1, statistics.connectionsRefused());
        assertEquals(0, statistics.requestsServed());
        assertTrue(probe.elapse(LIMITS.lingerNanos()).session().finished());
    }

    @Test
    void pipelinedRequestsWaitForRoomAndNoMoreIsReadMeanwhile() {
        SessionProbe probe = SessionProbe.open(protocol).stopReading();
        for (int i = 0; i < 100; i++) {
            probe.send(GET.repeat(20));
        }
        int most = LIMITS.outputHighWaterBytes() / HELLO.length() + 1;
        assertEquals(most, statistics.requestsServed());
        assertEquals(99 * 20 * GET.length(), probe.notYetTaken());
        assertFalse(probe.session().wantsInput());
        assertEquals(HELLO.repeat(2_000), probe.readAgain().received());
        assertTrue(probe.session().wantsInput());
    }

    @Test
    void aLineThatIsLeftOverFromManyRequestsIsCompletedLater() {
        SessionProbe probe = SessionProbe.open(protocol).stopReading().send(GET.repeat(50) + "GET / HT");
        assertEquals(HELLO.repeat(50), probe.readAgain().received());
        assertEquals(HELLO, probe.send("TP/1.1\r\nHost: a\r\n\r\n").received());
    }

    @Test
    void halfCloseAnswersWhatIsCompleteAndDropsWhatIsNot() {
        SessionProbe probe = SessionProbe.open(protocol).stopReading().send(GET.repeat(50) + "GET / HT").halfClose();
        assertFalse(probe.session().finished());
        assertEquals(HELLO.repeat(50), probe.readAgain().received());
        assertTrue(probe.session().finished());
    }

    @Test
    void shutdownAnswersWhatWasReceivedAndEnds() {
        SessionProbe probe = SessionProbe.open(protocol).stopReading().send(GET.repeat(50)).shutdown().send(GET);
        assertEquals(HELLO.repeat(50), probe.readAgain().received());
        assertTrue(probe.session().outputEnded());
    }

    @Test
    void requestsAndConnectionsAreCounted() {
        SessionProbe probe = SessionProbe.open(protocol).send(GET + GET + "GET /nowhere HTTP/1.0\r\n\r\n");
        assertEquals(3, statistics.requestsServed());
        assertEquals(1, statistics.connectionsOpen());
        probe.session().close();
        assertEquals(0, statistics.connectionsOpen());
    }

    @Test
    void aRequestForHelloAllocatesNothing() {
        Session session = protocol.open(() -> {}, 0);
        ByteBuffer request = ByteBuffer.wrap(GET.getBytes(US_ASCII));
        // Once for the classes that are loaded, and for the small array that is kept.
        exchange(session, request);
        long least = Long.MAX_VALUE;
        // What the JVM allocates once, as it links what is called, falls into one round at most.
        for (int round = 0; round < 3; round++) {
            long before = allocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                exchange(session, request);
            }
            least = Math.min(least, (allocatedBytes() - before) / 1_000);
        }
        assertEquals(0, least);
    }

    private static void exchange(Session session, ByteBuffer request) {
        session.receive(request.rewind(), 0);
        while (session.wantsOutput()) {
            ByteBuffer output = session.output();
            output.position(output.limit());
        }
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
