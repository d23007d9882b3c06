package dev.refservers.comparison.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons as JSON: what is null is left out, each cell's summary is written too, and ignored in reading. */
public final class ComparisonJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

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
        try {
            Comparison comparison = JSON.readValue(text, Comparison.class);
            if (!Comparison.FORMAT.equals(comparison.format()) || comparison.version() != Comparison.VERSION) {
                throw new IllegalArgumentException("This is " + comparison.format() + ", version "
                        + comparison.version() + "; only " + Comparison.FORMAT + ", version " + Comparison.VERSION
                        + ", can be read.");
            }
            return comparison;
        } catch (JacksonException notOurs) {
            throw new IllegalArgumentException("This is no result of a comparison: " + notOurs.getOriginalMessage(),
                    notOurs);
        }
    }
}
