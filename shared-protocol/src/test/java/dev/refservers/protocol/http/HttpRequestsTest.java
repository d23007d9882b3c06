package dev.refservers.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.SessionProbe;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of requests, good and bad. */
class HttpRequestsTest {

    private static final int MOST_HEAD_BYTES = 200;
    private static final int MOST_BODY_BYTES = 50;
    private static final Limits LIMITS = new Limits(10, MOST_BODY_BYTES, 10, MOST_HEAD_BYTES, 1_000, 0, 0, 0, 1_000);
    private static final Status STATUS = new Status("test", 1, 2, 3, 4, 5, 6, 7, 8);

    /** What RFC 3986, 3.2.2, calls a host, with a port and without. */
    private static final List<String> HOSTS = List.of("", "a", "a.b:", "a:80", "a:99999", "a-b_c~d!$&'()*+,;=e",
            "%41%2f%C3%a9", "1.2.3.4", "999.1", "[::]", "[::1]", "[::1]:8080", "[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7::]",
            "[::2:3:4:5:6:7:8]", "[1::8]", "[AbCd:0001::]", "[::1.2.3.4]", "[1:2:3:4:5:6:255.254.100.0]",
            "[1:2:3:4:5::1.2.3.4]", "[::ffff:1.2.3.4]", "[v1.a]", "[VfF.a:b~!]:80");
    private static final List<String> MALFORMED_HOSTS = List.of("a b", "a/b", "a:b", "a:1:2", "a:-1", "a:+1", "a: 1",
            ":80",
            ":", "[]", "[zz]", "%", "a%zz", "a%4", "%4", "a@b", "a\\b", "a\"b", "a<b", "a|b", "a?b", "a#b", "\u00e9",
            "[::1", "[::1]x", "[::1]80", "a[::1]", "a]b", "]", "[", "::1", "[:]", "[:::]", "[1:2]", "[1:2:3:4:5:6:7]",
            "[1:2:3:4:5:6:7:]", "[:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8:9]", "[1:2:3:4:5:6:7:8::]", "[::1::]",
            "[1::2::3]",
            "[12345::]", "[g::]", "[::1%25eth0]", "[1.2.3.4]", "[::1.2.3]", "[::1.2.3.4.5]", "[::1.2.3.256]",
            "[::1.2.3.04]", "[::1.2.3.4:5]", "[1:2:3:4:5:6::1.2.3.4]", "[1:2:3:4:5:6:7:1.2.3.4]", "[::1..2.3]", "[v.a]",
            "[v1.]", "[v1]", "[vg.a]", "[v1.a/b]", "[ ::1]");

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final HttpProtocol protocol = new HttpProtocol(LIMITS, new Statistics(), () -> STATUS);

    /** A request, the statuses that answer it, and whether the connection goes on afterwards. */
    record Case(String request, List<Integer> statuses, boolean goesOn) {
        static Case open(String request, Integer... statuses) {
            return new Case(request, List.of(statuses), true);
        }

        static Case closed(String request, Integer... statuses) {
            return new Case(request, List.of(statuses), false);
        }

        static Case get(String target, int status) {
            return open("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", status);
        }

        /** A header line that changes nothing. */
        static Case harmless(String field) {
            return open("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n" + GET, 200, 200);
        }

        static Case field(String fields, int status) {
            return closed("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n", status);
        }

        @Override
        public String toString() {
            return request.replace("\r", "\\r").replace("\n", "\\n") + " -> " + statuses + (goesOn ? "" : " closed");
        }
    }

    static Stream<Case> cases() {
        return Stream.of(served(), targets(), badTargetsAndHosts(), methods(), versions(), malformedLines(), hosts(),
                bodies(), badFraming(), chunks(), badChunks(), limits(), expectations()).flatMap(cases -> cases);
    }

    private static Stream<Case> served() {
        return Stream.of(
                Case.open(GET, 200),
                Case.open("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", 200),
                Case.open(GET + GET + "HEAD /metrics HTTP/1.1\r\nHost: a\r\n\r\n" + GET, 200, 200, 200, 200),
                Case.open("\r\n\r\n\n" + GET + "\r\n" + GET, 200, 200),
                Case.open("GET / HTTP/1.1\nHost: a\nAccept: */*\n\n", 200),
                Case.open("GET / HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nX-Tab:\t\tx y\t\r\nX-Latin: \u00e9\r\n\r\n", 200),
                Case.closed("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200),
                Case.closed("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade , CLOSE,\r\n\r\n", 200),
                Case.closed("GET / HTTP/1.1\r\nHost: a\r\nConnection: ,,\tclose\r\n\r\n", 200),
                Case.closed("GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: close\r\n\r\n", 200),
                Case.harmless("Connection:"), Case.harmless("Connection: close x"),
                Case.harmless("Connection: \"close\""),
                Case.harmless("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c, websocket/13\r\nHTTP2-Settings: "),
                Case.open("GET / HTTP/1.1\r\nHost: a\r\nConnection: closed, Keep-Alive\r\n\r\n", 200),
                Case.closed("GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404));
    }

    private static Stream<Case> targets() {
        return Stream.of(
                Case.get("/?x=1", 200), Case.get("/?", 200), Case.get("/?100%&[|]\"", 200),
                Case.get("/status?a/b", 200),
                Case.get("/status", 200), Case.get("/metrics", 200), Case.get("/%73tatu%73", 200),
                Case.get("/Status", 404), Case.get("/status/", 404), Case.get("//", 404), Case.get("/statu", 404),
                Case.get("/%2F", 404), Case.get("/%2fstatus", 404), Case.get("/./status", 404), Case.get("/%00", 404),
                Case.get("http://a", 200), Case.get("http://a/status", 200), Case.get("HTTP://a:80/?x", 200),
                Case.get("http://[::1]:80?x", 200), Case.get("http://a/nowhere", 404),
                Case.get("https://a", 200), Case.get("HttpS://a:443/status?x", 200), Case.get("http://a:/", 200),
                Case.get("http://%61.example/", 200), Case.get("http://[v7.x:y]/", 200),
                Case.get("ftp://u@a/%7e", 421), Case.get("ftp://a/?%zz", 421), Case.get("urn:isbn:1", 421),
                Case.get("a:80", 421), Case.get("x+1-.y:", 421));
    }

    private static Stream<Case> badTargetsAndHosts() {
        Stream<String> targets = Stream.of("http:///status", "http://a@b/", "https://a@b/", "https://", "https:/",
                "http:",
                "http:a", "https:/a", "http://:80/", "http://a:b/", "http://[zz]/", "http://a%zz/", "http://a/%zz", "*",
                "*:80", "status", "1a:b", ":", "ftp:/%z?", "ht tp://a/", "/#top", "/\u00e9", "/\u0001", "/%zz", "/%",
                "/%4");
        Stream<String> connects = Stream.of("/", "*", "a", "a:", ":80", "a:0", "a:65536", "a:x", "a:80/", "http://a:80",
                "[::1]", "[zz]:80", "u@a:80");
        Stream<String> absolute = Stream.of("", "Host: a b\r\n", "Host: a\r\nHost: a\r\n");
        return Stream.of(
                targets.map(target -> Case.closed("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", 400)),
                connects.map(target -> Case.closed("CONNECT " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", 400)),
                absolute.map(hosts -> Case.closed("GET http://a/ HTTP/1.1\r\n" + hosts + "\r\n", 400)),
                MALFORMED_HOSTS.stream()
                        .map(host -> Case.closed("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 400)))
                .flatMap(cases -> cases);
    }

    private static Stream<Case> methods() {
        return Stream.of(
                Case.open("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + GET, 405, 200),
                Case.open("DELETE /status HTTP/1.1\r\nHost: a\r\n\r\n", 405),
                Case.open("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405),
                Case.open("OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n", 405),
                Case.closed("OPTIONS ** HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                Case.closed("BREW * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                Case.open("POST ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 405),
                Case.open("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 405),
                Case.open("CONNECT [::1]:65535 HTTP/1.1\r\nHost: a\r\n\r\n", 405),
                Case.open("BREW / HTTP/1.1\r\nHost: a\r\n\r\n" + GET, 501, 200),
                Case.open("get / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
                Case.closed("POST / HTTP/1.0\r\n\r\n", 405));
    }

    private static Stream<Case> versions() {
        return Stream.of(
                Case.closed("GET / HTTP/1.0\r\n\r\n", 200),
                Case.closed("GET / HTTP/1.0\r\nConnection: close\r\n\r\n", 200),
                Case.open("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", 200),
                Case.closed("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", 200),
                Case.open("GET / HTTP/1.2\r\nHost: a\r\n\r\n", 200),
                Case.closed("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
                Case.closed("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
                Case.closed("GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505),
                Case.closed("GET / http/1.1\r\nHost: a\r\n\r\n", 400),
                Case.closed("GET / HTTP/1.\r\nHost: a\r\n\r\n", 400),
                Case.closed("GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400),
                Case.closed("GET / HTTP/11\r\nHost: a\r\n\r\n", 400),
                Case.closed("GET / HTTP/1,1\r\nHost: a\r\n\r\n", 400),
                Case.closed("GET / HTTP/x.1\r\nHost: a\r\n\r\n", 400));
    }

    private static Stream<Case> malformedLines() {
        return Stream.of(
                Case.closed("GET /\r\n\r\n", 400), Case.closed("GET\r\n\r\n", 400), Case.closed("GET \r\n\r\n", 400),
                Case.closed("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                Case.closed("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                Case.closed("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
                Case.closed("GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", 400),
                Case.closed(" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                Case.closed("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                Case.closed("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400),
                Case.closed("GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                Case.closed("\r" + GET, 400),
                Case.closed("\u0016\u0003\u0001", 400),
                Case.field("X", 400), Case.field(": x", 400), Case.field("X : x", 400), Case.field("X\t: x", 400),
                Case.field("X Y: x", 400), Case.field("X: a\r\n folded", 400), Case.field(" X: x", 400),
                Case.field("X: a\rb", 400), Case.field("X: a\u0000b", 400), Case.field("X: a\u007fb", 400),
                Case.field("X\u00e9: x", 400), Case.field("\r: x", 400),
                Case.closed("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
                Case.closed(GET + "oops\r\n", 200, 400));
    }

    private static Stream<Case> hosts() {
        return Stream.concat(HOSTS.stream().map(host -> Case.open("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 200)),
                Stream.of(
                        Case.closed("GET / HTTP/1.1\r\n\r\n", 400),
                        Case.closed("GET / HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n", 400),
                        Case.closed("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400),
                        Case.closed("GET / HTTP/1.0\r\nHost: [zz]\r\n\r\n", 400),
                        Case.open("GET http://a/ HTTP/1.1\r\nHost: b:1\r\n\r\n", 200),
                        Case.open("GET https://a/ HTTP/1.1\r\nHost:\r\n\r\n", 200),
                        Case.open("GET / HTTP/1.1\r\nHost:\r\n\r\n", 200)));
    }

    private static Stream<Case> bodies() {
        return Stream.of(
                Case.open("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" + GET, 200, 200),
                Case.open("GET / HTTP/1.1\r\nHost: a\r\ncontent-length:\t5 \r\n\r\nGET /" + GET, 200, 200),
                Case.open("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 050\r\n\r\n" + "\r\n".repeat(25) + GET, 200,
                        200),
                Case.open("GET / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc", 200),
                Case.open("GET /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + GET, 404, 200));
    }

    private static Stream<Case> badFraming() {
        return Stream.of(
                Case.field("Content-Length:", 400), Case.field("Content-Length: -1", 400),
                Case.field("Content-Length: +5", 400), Case.field("Content-Length: 5 5", 400),
                Case.field("Content-Length: 0x5", 400), Case.field("Content-Length: 5,5", 400),
                Case.field("Content-Length: 5\r\nContent-Length: 6", 400),
                Case.field("Content-Length: 5\r\nContent-Length: 5", 400),
                Case.field("Content-Length: 5\r\nTransfer-Encoding: chunked", 400),
                Case.field("Transfer-Encoding: chunked\r\nContent-Length: 5", 400),
                Case.field("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 400),
                Case.field("Content-Length: 5, 5", 400), Case.field("Content-Length: 5,", 400),
                Case.field("Transfer-Encoding: gzip, chunked", 501),
                Case.field("Transfer-Encoding: ,x;y=z,,chunked", 501),
                Case.field("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", 501),
                Case.field("Transfer-Encoding: gzip;x=\", chunked\", chunked", 501),
                Case.field("Transfer-Encoding: gzip", 400), Case.field("Transfer-Encoding: identity", 400),
                Case.field("Transfer-Encoding:", 400), Case.field("Transfer-Encoding: ,", 400),
                Case.field("Transfer-Encoding:\r\nContent-Length: 5", 400),
                Case.field("Transfer-Encoding: chunked, chunked", 400), Case.field("Transfer-Encoding: xchunked", 400),
                Case.field("Transfer-Encoding: chunked, gzip", 400), Case.field("Transfer-Encoding: \"chunked\"", 400),
                Case.field("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip", 400),
                Case.field("Transfer-Encoding: chunked;x=y", 400), Case.field("Transfer-Encoding: chunked x", 400),
                Case.field("Transfer-Encoding: gzip;x=\", chunked\"", 400),
                Case.closed("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400));
    }

    private static String chunked(String body) {
        return "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n" + body;
    }

    private static Stream<Case> chunks() {
        return Stream.of(
                Case.open(chunked("0\r\n\r\n") + GET, 200, 200),
                Case.open(chunked("5\r\nabcde\r\n00a\r\n0\r\n\r\n0\r\n\r\n\r\n000\r\n\r\n") + GET, 200, 200),
                Case.open(chunked("A\r\n0123456789\r\na;x=\"y\" ; z\r\n0123456789\r\n0 ;x\r\n\r\n") + GET, 200, 200),
                Case.open(chunked("1\r\na\r\n0\r\nHost: b\r\nContent-Length: 5\r\n\r\n") + GET, 200, 200),
                Case.open(chunked("1 ; x = y;z\t;\tq\t=\t\"a;\\\"b\\\\\" ;r\r\na\r\n0;x=\"\"\r\n\r\n") + GET, 200, 200),
                Case.open(chunked("0\r\n\r\n").replace("Chunked", "chunked,") + GET, 200, 200),
                Case.open(chunked("0\r\n\r\n").replace("Chunked", " , ,CHUNKED\t,") + GET, 200, 200),
                Case.open(chunked("0\r\n\r\n").replace("Chunked", "\r\nTransfer-Encoding: chunked") + GET, 200, 200));
    }

    private static Stream<Case> badChunks() {
        return Stream.of("\r\n", "x\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", "1 \r\n", "1 2\r\n", "1\na\n", "1\n",
                "1;\u0001\r\n", "1;\r\n", "1; \r\n", "1;x \r\n", "1;;x\r\n", "1;x=\r\n", "1;=y\r\n", "1;x y\r\n",
                "1;x=y z\r\n",
                "1;x=\"\r\n", "1;x=\"y\r\n", "1;x=\"y\\\"\r\n", "1;x=\"y\"z\r\n", "1;x@\r\n", "1,x\r\n", "0;\r\n\r\n",
                "1\r\nabc", "1\r\na\n0\r\n\r\n", "1\r\na\rb", "0\r\nX\r\n\r\n", "0\r\nX : y\r\n\r\n",
                "0\r\nX: y\n\r\n", "0\r\n\n", "0\r\n X: y\r\n\r\n").map(body -> Case.closed(chunked(body), 400));
    }

    private static Stream<Case> limits() {
        String head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        String fits = head + "x".repeat(MOST_HEAD_BYTES - head.length() - 4) + "\r\n\r\n";
        String line = "GET /? HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        return Stream.of(
                Case.open(fits + fits, 200, 200),
                Case.closed(fits.replace("X:", "X:x"), 431),
                Case.closed(head + "x".repeat(MOST_HEAD_BYTES), 431),
                Case.open(line.replace("?", "?" + "x".repeat(MOST_HEAD_BYTES - line.length())), 200),
                Case.closed("GET /?" + "x".repeat(MOST_HEAD_BYTES - 5), 414),
                Case.closed("GET /?" + "x".repeat(MOST_HEAD_BYTES) + " HTTP/1.1\r\n", 414),
                Case.closed("x".repeat(MOST_HEAD_BYTES + 1), 414),
                Case.closed("\r\n".repeat(MOST_HEAD_BYTES), 414),
                Case.field("Content-Length: 51", 413), Case.field("Content-Length: 99999999999999999999999", 413),
                Case.closed(chunked("33\r\n"), 413), Case.closed(chunked("fffffffffffffffffffffff\r\n"), 413),
                Case.closed(chunked("1\r\na\r\n32\r\n"), 413),
                Case.closed(chunked("1;" + "x".repeat(MOST_HEAD_BYTES)), 400),
                Case.closed(chunked("0\r\n" + "X: y\r\n".repeat(MOST_HEAD_BYTES / 6 + 1)), 431));
    }

    private static Stream<Case> expectations() {
        String expect = "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n";
        return Stream.of(
                Case.open(expect + "Content-Length: 3\r\n\r\nabc" + GET, 100, 200, 200),
                Case.open(expect + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 100, 200),
                Case.open(expect + "\r\n", 200), Case.open(expect + "Content-Length: 0\r\n\r\n", 200),
                Case.closed(expect.replace("GET", "PUT") + "Content-Length: 3\r\n\r\n", 405),
                Case.closed(expect + "Content-Length: 51\r\n\r\n", 413),
                Case.open(expect.replace("1.1", "1.0") + "Connection: keep-alive\r\nContent-Length: 3\r\n\r\nabc", 200),
                Case.open("GET / HTTP/1.1\r\nHost: a\r\nExpect: money\r\n\r\n" + GET, 417, 200),
                Case.harmless("Expect:"), Case.harmless("Expect: ,"),
                Case.harmless("Expect: 100-continue, 100-CONTINUE"),
                Case.open(expect.replace("ue\r", "ue ,\t,100-continue,\r") + "Content-Length: 3\r\n\r\nabc" + GET, 100,
                        200,
                        200),
                Case.open(expect + "expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc" + GET, 100, 200, 200),
                Case.open("GET / HTTP/1.1\r\nHost: a\r\nExpect: a=\"b, 100-continue\"\r\n\r\n" + GET, 417, 200),
                Case.open("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue=1\r\n\r\n" + GET, 417, 200),
                Case.open("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue;q=1\r\n\r\n" + GET, 417, 200),
                Case.open("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continued\r\n\r\n" + GET, 417, 200),
                Case.closed(expect.replace("ue\r", "ue, money\r") + "Content-Length: 3\r\n\r\n", 417),
                Case.open("GET / HTTP/1.0\r\nConnection: keep-alive\r\nExpect: money\r\n\r\n", 200));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachRequestIsAnsweredTheSameHoweverItWasCut(Case each) {
        SessionProbe.inEveryWay(() -> SessionProbe.open(protocol), each.request, probe -> {
            check(each, each.statuses, probe);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatFollowsIsAnsweredIfAndOnlyIfTheConnectionGoesOn(Case each) {
        List<Integer> statuses = each.goesOn
                ? Stream.concat(each.statuses.stream(), Stream.of(200)).toList()
                : each.statuses;
        SessionProbe.inEveryWay(() -> SessionProbe.open(protocol), each.request + GET,
                probe -> check(each, statuses, probe));
    }

    private static void check(Case each, List<Integer> statuses, SessionProbe probe) {
        List<HttpReply> replies = HttpReply.all(probe.received());
        assertEquals(statuses, replies.stream().map(HttpReply::status).toList());
        assertEquals(!each.goesOn, replies.getLast().closes(), "Connection: close");
        assertEquals(!each.goesOn, probe.session().outputEnded(), "output ended");
        assertFalse(probe.session().finished(), "the peer may still be sending");
    }
}
