package dev.refservers.comparison.page;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refservers.comparison.processes.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Chromium without a window, asked one thing at a time by its DevTools protocol. Used by one thread. */
final class Chromium implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path profile;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> arrived = new LinkedBlockingQueue<>();
    private final List<JsonNode> events = new ArrayList<>();
    private int calls;

    /** Where there is none the test is skipped; in continuous integration it fails. */
    Chromium() throws Exception {
        Optional<Path> program = Programs.find("chromium");
        String missing = "chromium is not installed here (Debian's package is chromium)";
        assertTrue(program.isPresent() || !"true".equals(System.getenv("CI")), missing);
        assumeTrue(program.isPresent(), missing);
        profile = Files.createTempDirectory("refservers-comparison");
        process = new ProcessBuilder(program.orElseThrow().toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0",
                "--user-data-dir=" + profile, "about:blank").redirectErrorStream(true).start();
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody()).build();
        String address = JSON.readTree(http.send(page, HttpResponse.BodyHandlers.ofString()).body())
                .get("webSocketDebuggerUrl").asString();
        socket = http.newWebSocketBuilder().buildAsync(URI.create(address), new Messages())
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** It says where it listens in one of its first lines; the others are read so that it can go on. */
    private int port() throws IOException {
        BufferedReader said = process.inputReader();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
                return URI.create(line.substring(line.indexOf("ws:"))).getPort();
            }
        }
        throw new IOException("Chromium ended before it could be driven");
    }

    private final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                arrived.add(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        int id = ++calls;
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        while (true) {
            JsonNode message = next(method);
            if (message.path("id").asInt(-1) == id) {
                assertTrue(message.has("result"), () -> method + ": " + message);
                return message.get("result");
            }
        }
    }

    /** The next message; events are noted on the way. */
    private JsonNode next(String awaited) throws InterruptedException {
        JsonNode message = arrived.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertTrue(message != null, () -> "no answer to " + awaited);
        if (message.has("method")) {
            events.add(message);
        }
        return message;
    }

    /** Opens the page anew, as if its address were typed, and waits until it is loaded. */
    void open(String address) throws Exception {
        for (String each : List.of("about:blank", address)) {
            call("Page.navigate", Map.of("url", each));
            while (!next("Page.loadEventFired").path("method").asString("").equals("Page.loadEventFired")) {
                // The events before it have been noted.
            }
        }
    }

    /** The value of an expression as text. */
    String evaluate(String expression) throws Exception {
        JsonNode result = call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")", "returnByValue",
                true));
        assertTrue(!result.has("exceptionDetails"), () -> expression + ": " + result);
        return result.get("result").path("value").asString("");
    }

    void withoutScripts(boolean without) throws Exception {
        call("Emulation.setScriptExecutionDisabled", Map.of("value", without));
    }

    /** @param medium "screen" or "print" */
    void show(int width, int height, boolean dark, String medium) throws Exception {
        call("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        call("Emulation.setEmulatedMedia", Map.of("media", medium, "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** The part of the page from an element on, as PNG. */
    byte[] screenshot(String selector) throws Exception {
        evaluate("document.querySelector('" + selector + "').scrollIntoView()");
        return Base64.getDecoder().decode(call("Page.captureScreenshot", Map.of()).get("data").asString());
    }

    /** Errors and warnings on its console so far. */
    List<String> complaints() {
        return events.stream().filter(event -> switch (event.get("method").asString()) {
            case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" -> true;
            default -> false;
        }).map(JsonNode::toString).toList();
    }

    /** Where it has sent requests so far. */
    List<String> requests() {
        return events.stream().filter(event -> event.get("method").asString().equals("Network.requestWillBeSent"))
                .map(event -> event.get("params").get("request").get("url").asString()).toList();
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        http.shutdownNow();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
