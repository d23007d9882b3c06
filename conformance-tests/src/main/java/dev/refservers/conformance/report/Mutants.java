package dev.refservers.conformance.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which scripts caught which of the servers that are broken on purpose: what the suite itself is worth.
 *
 * @param mutants in the order in which they are told
 */
public record Mutants(List<Mutant> mutants) {

    private static final String RESOURCE = "mutants.json";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    public Mutants {
        mutants = List.copyOf(mutants);
    }

    /**
     * A server that is broken in one way.
     *
     * @param name a word or two with hyphens
     * @param description what it does wrong, as a sentence
     * @param caughtBy the ids of the scripts that it fails; empty if nothing caught it
     */
    public record Mutant(String name, String description, List<String> caughtBy) {

        public Mutant(String name, @Nullable String description, @Nullable List<String> caughtBy) {
            this.name = name;
            this.description = description == null ? "" : description;
            this.caughtBy = caughtBy == null ? List.of() : List.copyOf(caughtBy);
        }
    }

    /** The table that comes with the suite, if one does. */
    public static Optional<Mutants> bundled() throws IOException {
        try (InputStream json = Mutants.class.getResourceAsStream(RESOURCE)) {
            return json == null ? Optional.empty() : Optional.of(read(json));
        }
    }

    /**
     * Reads {@code {"mutants": [{"name": …, "description": …, "caughtBy": [ids]}, …]}}; other members are not looked at.
     *
     * @throws IOException if it is something else; the message says where
     */
    public static Mutants read(InputStream json) throws IOException {
        try {
            return MAPPER.readValue(json, Mutants.class);
        } catch (JacksonException malformed) {
            throw new IOException("it is no table of mutants: " + malformed.getOriginalMessage(), malformed);
        }
    }
}
