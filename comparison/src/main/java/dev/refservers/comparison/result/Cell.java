package dev.refservers.comparison.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One server in one scenario.
 *
 * @param scenario its name
 * @param protocol what was spoken
 * @param connections connections that were open
 * @param depth requests that each had in flight
 * @param limit the limit of the server that made them fewer than the scenario wants, as a phrase, or null
 * @param measurements one for each block that could be measured
 * @param voids why there are no more
 */
public record Cell(String scenario, String protocol, int connections, int depth, @Nullable String limit,
        List<Measurement> measurements, List<VoidBlock> voids) {

    public Cell {
        Members.require(scenario, "scenario");
        Members.require(protocol, "protocol");
        Members.require(measurements, "measurements");
        Members.require(voids, "voids");
        measurements = List.copyOf(measurements);
        voids = List.copyOf(voids);
    }

    /**
     * A block without a figure.
     *
     * @param block its number, from 1; 0 when the server was not measured at all
     * @param reason why, as a sentence
     */
    public record VoidBlock(int block, String reason) {

        public VoidBlock {
            Members.require(reason, "reason");
        }

        /** Whether the server can do no more than it was asked for: that is found out, and nothing has failed. */
        public boolean limit() {
            return reason.startsWith("Limit reached");
        }
    }

    /** Why this cell has no figures: one block that went wrong is enough. */
    @JsonProperty(value = "void", access = JsonProperty.Access.READ_ONLY)
    public Optional<String> voidReason() {
        return voids.stream().findFirst().map(VoidBlock::reason);
    }

    /** The figures of all blocks together; empty when the cell is void. */
    @JsonProperty(value = "summary", access = JsonProperty.Access.READ_ONLY)
    public Optional<Summary> summary() {
        return voids.isEmpty() && !measurements.isEmpty() ? Optional.of(Summary.of(measurements)) : Optional.empty();
    }
}
