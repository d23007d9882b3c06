package dev.refservers.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A response as a strict client reads it. */
record HttpReply(int status, Map<String, String> fields, String body) {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([1-5]\\d\\d) [ -~]+");
    private static final Pattern FIELD = Pattern.compile("([-A-Za-z]+): ([!-~]|[!-~][ -~]*[!-~])");

    /**
     * Reads all of these responses, and asserts that each is well formed and that nothing is left. Nobody tells here
     * which of them answer HEAD, but none of our bodies begins as a response does.
     */
    static List<HttpReply> all(String received) {
        List<HttpReply> replies = new ArrayList<>();
        int at = 0;
        while (at < received.length()) {
            int end = received.indexOf("\r\n\r\n", at);
            assertTrue(end > 0, () -> "a response's head has no end: " + received);
            String[] lines = received.substring(at, end).split("\r\n", -1);
            Matcher statusLine = STATUS_LINE.matcher(lines[0]);
            assertTrue(statusLine.matches(), () -> "not a status line: " + lines[0]);
            Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 1; i < lines.length; i++) {
                String line = lines[i];
                Matcher field = FIELD.matcher(line);
                assertTrue(field.matches(), () -> "not a header: " + line);
                assertNull(fields.put(field.group(1), field.group(2)), () -> "twice: " + line);
            }
            at = end + 4;
            int length = Integer.parseInt(fields.getOrDefault("Content-Length", "0"));
            boolean head = at == received.length() || received.startsWith("HTTP/1.1 ", at);
            assertTrue(head || at + length <= received.length(), "a body is shorter than its Content-Length");
            String body = head ? "" : received.substring(at, at + length);
            at += body.length();
            replies.add(new HttpReply(Integer.parseInt(statusLine.group(1)), fields, body));
        }
        for (HttpReply reply : replies) {
            assertEquals(reply.status == 100, !reply.fields.containsKey("Content-Length"), "Content-Length");
            assertEquals(reply.closes(), replies.indexOf(reply) == replies.size() - 1 && reply.closes(),
                    "nothing follows a close");
        }
        return replies;
    }

    boolean closes() {
        return "close".equals(fields.get("Connection"));
    }
}
