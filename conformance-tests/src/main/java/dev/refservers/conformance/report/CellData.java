package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.script.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the page shows when a cell is chosen: one script's text, and its conversations with all targets.
 *
 * <p>
 * One JSON object for each script, by gzip and Base64: the same conversation with sixteen servers then takes little more
 * room than with one. Bytes are characters of ISO 8859-1 there.
 */
final class CellData {

    /** A conversation that passed is told with so many events of its beginning and of its end. */
    private static final int EVENTS_OF_PASS = 40;
    private static final int BYTES_OF_PASS = 256;
    private static final int BYTES_OF_FAILURE = 1024;

    private static final JsonMapper MAPPER = new JsonMapper();

    private CellData() {}

    static String compressed(Script script, Results results, boolean strict) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            MAPPER.writeValue(gzip, data(script, results, strict));
        } catch (IOException impossible) {
            throw new UncheckedIOException("an array in memory cannot be written", impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static Map<String, Object> data(Script script, Results results, boolean strict) {
        Map<String, Object> data = new LinkedHashMap<>(JsonReport.script(script));
        Map<String, Object> cells = new LinkedHashMap<>();
        results.targets().forEach(target -> target.result(script.id())
                .ifPresent(result -> cells.put(target.target(), cell(result, strict))));
        data.put("cells", cells);
        return data;
    }

    private static Map<String, Object> cell(Result result, boolean strict) {
        Map<String, Object> cell = new LinkedHashMap<>();
        cell.put("kind", result.verdict().name());
        cell.put("verdict", result.verdict().word());
        cell.put("mark", result.verdict().mark());
        cell.put("sentence", Failures.sentence(result));
        cell.put("ms", millis(result.took().toNanos()));
        boolean failed = result.verdict().failsRun(strict);
        if (failed) {
            Hint.of(result).ifPresent(hint -> cell.put("hint", hint));
        }
        result.mismatch().ifPresent(mismatch -> {
            cell.put("line", mismatch.line());
            cell.put("client", mismatch.client());
            cell.put("expected", mismatch.expected());
            cell.put("came", mismatch.came());
            cell.put("bytes", mismatch.around(BYTES_OF_FAILURE).latin1());
            cell.put("from", mismatch.aroundFrom(BYTES_OF_FAILURE));
        });
        Transcript told = result.transcript();
        cell.put("played", told.played().stream().map(played -> List.of(played.line(), played.times(),
                millis(played.firstNanos()), millis(played.lastNanos()))).toList());
        events(cell, told, failed);
        return cell;
    }

    private static void events(Map<String, Object> cell, Transcript told, boolean failed) {
        List<Transcript.Event> events = told.events();
        int gap = told.gap();
        int omitted = told.omitted();
        if (!failed && events.size() > 2 * EVENTS_OF_PASS) {
            List<Transcript.Event> fewer = new ArrayList<>(events.subList(0, EVENTS_OF_PASS));
            fewer.addAll(events.subList(events.size() - EVENTS_OF_PASS, events.size()));
            omitted += events.size() - fewer.size();
            gap = EVENTS_OF_PASS;
            events = fewer;
        }
        cell.put("events", events.stream().map(event -> event(event, failed)).toList());
        cell.put("gap", gap);
        cell.put("omitted", omitted);
    }

    private static List<Object> event(Transcript.Event event, boolean failed) {
        int most = Math.min(failed ? BYTES_OF_FAILURE : BYTES_OF_PASS, event.bytes().size());
        return List.of(millis(event.nanos()), event.line(), event.who(), event.kind().word(),
                event.size() > 0 ? event.bytes().slice(0, most).latin1() : event.text(), event.size());
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}
