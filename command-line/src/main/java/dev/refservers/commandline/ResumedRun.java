package dev.refservers.commandline;

import dev.refservers.comparison.processes.AddressCandidate;
import dev.refservers.comparison.processes.AliasCandidate;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ComparisonJson;
import dev.refservers.comparison.result.Host;
import dev.refservers.comparison.result.ServerResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A comparison that was interrupted, and is to go on. */
final class ResumedRun {

    private ResumedRun() {}

    /**
     * Reads it.
     *
     * @throws UserError when there is none, it is complete, or it was begun by other code or on another host
     */
    static Comparison read(Path file, Host here) throws UserError {
        Comparison earlier;
        try {
            earlier = ComparisonJson.read(Files.readString(file));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new UserError(file + " cannot be resumed: " + UserError.reason(unreadable), unreadable);
        }
        if (earlier.complete()) {
            throw new UserError(file + " cannot be resumed: it is complete.");
        }
        List<String> differences = here.differences(earlier.host());
        if (!differences.isEmpty()) {
            throw new UserError(file + " cannot be resumed: " + String.join("; ", differences) + ".");
        }
        return earlier;
    }

    /** Who takes part in it. */
    static List<Candidate> candidates(Comparison earlier) throws UserError {
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (ServerResult server : earlier.servers()) {
                if (server.name().equals(earlier.plan().alias())) {
                    candidates.add(new AliasCandidate(candidates.stream()
                            .filter(candidate -> candidate.name().equals(earlier.plan().reference())).findFirst()
                            .orElseThrow(), server.name()));
                } else if (server.origin().equals(AddressCandidate.ORIGIN)) {
                    candidates.add(AddressCandidate.parse(server.name(), earlier.plan().protocols()));
                } else {
                    candidates.addAll(Catalogue.named(List.of(server.name())));
                }
            }
        } catch (IllegalArgumentException unknown) {
            throw new UserError("It cannot be resumed: " + unknown.getMessage(), unknown);
        }
        return candidates;
    }
}
