package dev.refservers.comparison.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons as JSON: what is null is left out, each cell's summary is written too, and ignored in reading. */
public final class ComparisonJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String NOT_WHOLE = "This is no whole result of a comparison: ";

    private ComparisonJson() {}

    /** The whole comparison, with a line end. */
    public static String write(Comparison comparison) {
        return JSON.writeValueAsString(comparison) + "\n";
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException when it is something else, or of a version that this code does not know
     */
    public static Comparison read(String text) {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("This is no JSON: " + notJson.getOriginalMessage(), notJson);
        }
        String format = tree.path("format").asString("");
        if (!Comparison.FORMAT.equals(format)) {
            throw new IllegalArgumentException("This is no result of a comparison: its \"format\" is not "
                    + Comparison.FORMAT + ".");
        }
        int version = tree.path("version").asInt(0);
        if (version != Comparison.VERSION) {
            throw new IllegalArgumentException("This is " + format + ", version " + version + "; only version "
                    + Comparison.VERSION + " can be read.");
        }
        requireNumbers(Comparison.class, tree, "");
        try {
            return JSON.treeToValue(tree, Comparison.class);
        } catch (JacksonException notOurs) {
            throw new IllegalArgumentException(NOT_WHOLE + where(notOurs)
                    + what(notOurs) + ".", notOurs);
        }
    }

    /** Of a number or a truth value that is missing a constructor cannot know: it gets zero or false. */
    private static void requireNumbers(Class<?> type, JsonNode node, String path) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            JsonNode member = node.path(name);
            String memberPath = path.isEmpty() ? name : path + "." + name;
            if (component.getType().isPrimitive() && member.isMissingNode()) {
                throw new IllegalArgumentException(NOT_WHOLE + (path.isEmpty() ? "" : path + ": ") + name
                        + " is missing.");
            }
            if (component.getType().isRecord() && member.isObject()) {
                requireNumbers(component.getType(), member, memberPath);
            } else if (component.getGenericType() instanceof ParameterizedType list && member.isArray()
                    && list.getActualTypeArguments()[0] instanceof Class<?> element && element.isRecord()) {
                for (int i = 0; i < member.size(); i++) {
                    requireNumbers(element, member.get(i), memberPath + "[" + i + "]");
                }
            }
        }
    }

    private static String kind(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type == Instant.class) {
            return "a time, as 2030-01-31T12:00:00Z";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        return CharSequence.class.isAssignableFrom(type) ? "text" : "an object";
    }

    /** The way from the root to what is wrong, such as {@code servers[0].cells[2]: }. */
    private static String where(JacksonException wrong) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : wrong.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? "" : path + ": ";
    }

    /** In our words, not in those of whoever writes a program that reads JSON. */
    private static String what(JacksonException wrong) {
        if (wrong instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null
                && !(wrong.getCause() instanceof IllegalArgumentException)) {
            return "it is not " + kind(mismatched.getTargetType());
        }
        return wrong.getCause() instanceof IllegalArgumentException missing
                ? String.valueOf(missing.getMessage())
                : String.valueOf(wrong.getOriginalMessage()).lines().findFirst().orElse("");
    }
}
