package dev.refservers.conformance.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.clients.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Chromium without a window, driven by its DevTools protocol. Used by one thread. */
final class Browser implements AutoCloseable {

    private static final int LIMIT_SECONDS = 30;
    private static final String ENDPOINT = "DevTools listening on ";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path profile;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();

    Browser() throws Exception {
        Path chromium = Program.find("chromium", "chromium");
        profile = Files.createTempDirectory("refservers-page");
        process = new ProcessBuilder(chromium.toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectErrorStream(true).start();
        URI browser = endpoint();
        JsonNode page = JSON.readTree(http.send(HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + browser.getPort() + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString()).body());
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(page.get("webSocketDebuggerUrl").asString()), new Messages())
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Its first lines say where it is driven; the rest is read so that it can go on. */
    private URI endpoint() throws IOException {
        BufferedReader said = process.inputReader();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(ENDPOINT)) {
                Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
                return URI.create(line.substring(ENDPOINT.length()));
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
                received(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void received(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer = answers.remove(message.get("id").asInt());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        events.add(message);
        if (message.get("method").asString().equals("Page.loadEventFired")) {
            loaded.complete(message);
        }
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        JsonNode message = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertTrue(message.has("result"), () -> method + ": " + message);
        return message.get("result");
    }

    /** Opens the page anew, as if its address were typed, and waits until it is loaded. */
    void open(String address) throws Exception {
        for (String each : List.of("about:blank", address)) {
            loaded = new CompletableFuture<>();
            call("Page.navigate", Map.of("url", each));
            loaded.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** The value of an expression as text, when it is a promise then what it promises. */
    String evaluate(String expression) throws Exception {
        JsonNode result = call("Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        assertTrue(!result.has("exceptionDetails"), () -> expression + ": " + result);
        return result.get("result").path("value").asString("");
    }

    /** Waits until the expression is true. */
    void await(String condition) throws Exception {
        String came = evaluate("(async () => { for (let i = 0; i < 500 && !(" + condition + "); i++) await new Promise("
                + "r => setTimeout(r, 20)); return String(Boolean(" + condition + ")); })()");
        assertTrue(came.equals("true"), condition);
    }

    /** Presses a key and lets it go. */
    void press(String key) throws Exception {
        Map<String, Integer> codes = Map.of("Enter", 13, "Escape", 27, "ArrowRight", 39, "ArrowDown", 40);
        Map<String, Object> event = Map.of("type", key.equals("Enter") ? "keyDown" : "rawKeyDown", "key", key, "code",
                key,
                "windowsVirtualKeyCode", codes.getOrDefault(key, 0), "text", key.equals("Enter") ? "\r" : "");
        call("Input.dispatchKeyEvent", event);
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key));
    }

    void withoutScripts(boolean without) throws Exception {
        call("Emulation.setScriptExecutionDisabled", Map.of("value", without));
    }

    void emulate(int width, int height) throws Exception {
        call("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Lights are out, or on. */
    void dark(boolean dark) throws Exception {
        call("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Of what is in view, as PNG. */
    byte[] screenshot() throws Exception {
        return Base64.getDecoder().decode(call("Page.captureScreenshot", Map.of()).get("data").asString());
    }

    /** What its console has said of errors and warnings so far. */
    List<String> complaints() {
        return events.stream().filter(event -> switch (event.get("method").asString()) {
            case "Runtime.exceptionThrown", "Log.entryAdded" -> true;
            case "Runtime.consoleAPICalled" -> !event.get("params").get("type").asString().equals("log");
            default -> false;
        }).map(JsonNode::toString).toList();
    }

    /** All that it has asked for so far. */
    List<String> requests() {
        return events.stream().filter(event -> event.get("method").asString().equals("Network.requestWillBeSent"))
                .map(event -> event.get("params").get("request").get("url").asString()).toList();
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        http.shutdownNow();
        List<ProcessHandle> processes = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(each -> each.onExit().join());
        try (Stream<Path> all = Files.walk(profile)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
