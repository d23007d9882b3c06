package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.script.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results as JSON.
 *
 * <p>
 * One object: {@code schemaVersion}, {@code started}, {@code passed}, {@code scripts} (what was tried, each with its text) and {@code targets},
 * each with {@code counts}, {@code problems} and {@code results}. Bytes are written as scripts write them, in quotes with
 * escapes. A conversation is told only for results that are not a plain pass, unless {@code everything} is asked for.
 */
public final class JsonReport {

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Grows when a member is renamed, removed or means something else; not when one is added. */
    private static final int SCHEMA_VERSION = 1;

    private JsonReport() {}

    /** The text, with the conversations that failed. */
    public static String write(Results results, boolean strict) {
        return write(results, strict, false);
    }

    /** The text, with all conversations if {@code everything} is asked for. */
    public static String write(Results results, boolean strict, boolean everything) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schemaVersion", SCHEMA_VERSION);
        root.put("started", results.started().toString());
        root.put("passed", results.passed(strict));
        root.put("scripts", results.scripts().stream().map(JsonReport::script).toList());
        root.put("targets", results.targets().stream().map(target -> target(target, strict, everything)).toList());
        return MAPPER.writeValueAsString(root) + "\n";
    }

    /** What {@code scripts} are, tried or not. */
    public static String list(List<Script> scripts) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schemaVersion", SCHEMA_VERSION);
        root.put("scripts", scripts.stream().map(JsonReport::script).toList());
        return MAPPER.writeValueAsString(root) + "\n";
    }

    /** The text in double quotes. */
    static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }

    /** What a script is, as an object. */
    static Map<String, Object> script(Script script) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", script.id());
        object.put("title", script.title());
        object.put("rules", script.rules());
        object.put("protocol", script.protocol());
        object.put("level", script.level().word());
        object.put("tags", script.tags().stream().sorted().toList());
        object.put("needs", script.needs().stream().map(Object::toString).sorted().toList());
        script.showsLackOf().ifPresent(capability -> object.put("showsLackOf", capability.word()));
        object.put("settings", script.settings());
        object.put("file", script.source().name());
        object.put("lines", script.source().lines());
        return object;
    }

    private static Map<String, Object> target(TargetResults target, boolean strict, boolean everything) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", target.target());
        object.put("description", target.description());
        object.put("passed", target.passed(strict));
        object.put("seconds", target.took().toMillis() / 1000.0);
        Map<String, Long> counts = new LinkedHashMap<>();
        target.counts().forEach((verdict, count) -> counts.put(verdict.word(), count));
        object.put("counts", counts);
        Diagnosis.of(target, strict).ifPresent(diagnosis -> object.put("diagnosis", diagnosis));
        object.put("problems", target.problems());
        object.put("results", target.results().stream().map(result -> result(result, strict, everything)).toList());
        return object;
    }

    private static Map<String, Object> result(Result result, boolean strict, boolean everything) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("script", result.script().id());
        object.put("verdict", result.verdict().word());
        if (!result.reason().isEmpty()) {
            object.put("reason", result.reason());
        }
        object.put("milliseconds", millis(result.took().toNanos()));
        result.mismatch().ifPresent(mismatch -> object.put("mismatch", mismatch(mismatch)));
        if (everything || result.verdict().failsRun(strict)) {
            object.put("omittedEvents", result.transcript().omitted());
            object.put("conversation", conversation(result.transcript()));
        }
        return object;
    }

    private static Map<String, Object> mismatch(Mismatch mismatch) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("line", mismatch.line());
        object.put("client", mismatch.client());
        object.put("expected", mismatch.expected());
        object.put("came", mismatch.came());
        object.put("fault", mismatch.fault().word());
        object.put("bytes", mismatch.bytes().quoted());
        object.put("from", mismatch.from());
        return object;
    }

    private static List<Map<String, Object>> conversation(Transcript transcript) {
        List<Map<String, Object>> events = new ArrayList<>();
        for (Transcript.Event event : transcript.events()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("milliseconds", millis(event.nanos()));
            object.put("line", event.line());
            object.put("who", event.who());
            object.put("kind", event.kind().word());
            if (event.size() > 0) {
                object.put("size", event.size());
                object.put("bytes", event.bytes().quoted());
            } else {
                object.put("text", event.text());
            }
            events.add(object);
        }
        return events;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}
