package dev.refservers.conformance.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a {@code .talk} file. */
public final class ScriptParser {

    private ScriptParser() {}

    /**
     * The scripts of one file: one, or one for each combination of the values that it is tried {@code with}.
     *
     * @throws ScriptSyntaxException if the file is not as it must be
     */
    public static List<Script> parse(Source source) {
        Header header = new Header(source.name(), source.lines());
        List<Script> scripts = new ArrayList<>();
        for (Map<String, String> values : combinations(header.with())) {
            scripts.add(parse(source, header.id(), values));
        }
        return scripts;
    }

    /** A variable of {@code with} is replaced before anything else is read, so it may stand for anything. */
    private static Script parse(Source source, String id, Map<String, String> values) {
        List<String> lines = new ArrayList<>(source.lines());
        values.forEach((name, value) -> lines.replaceAll(line -> line.replace("{" + name + "}", value)));
        Header header = new Header(source.name(), lines);
        List<Step> steps = new StepParser(source.name(), lines, header.end(), header.protocol()).steps();
        if (steps.isEmpty()) {
            throw new ScriptSyntaxException(source.name(), Math.max(1, lines.size()),
                    "nothing is said: lines of the conversation follow the header behind a blank line");
        }
        String fullId = values.isEmpty()
                ? id
                : id + "[" + String.join(",",
                        values.entrySet().stream().map(value -> value.getKey() + "=" + value.getValue()).toList())
                        + "]";
        return new Script(fullId, header.title(), header.rules(), header.protocol(), header.level(), header.tags(),
                header.needs(), header.showsLackOf(), header.settings(), header.limit(), steps, source);
    }

    private static List<Map<String, String>> combinations(Map<String, List<String>> with) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, List<String>> variable : with.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> combination : combinations) {
                for (String value : variable.getValue()) {
                    Map<String, String> more = new LinkedHashMap<>(combination);
                    more.put(variable.getKey(), value);
                    longer.add(more);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
