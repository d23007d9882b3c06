package dev.refservers.comparison;

import dev.refservers.comparison.processes.AddressCandidate;
import dev.refservers.comparison.processes.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Who is compared, as the command line says it. */
final class CandidateChoice {

    private CandidateChoice() {}

    /**
     * Those that are chosen, each once: by name or, if there are no names, the usual ones; then peers; then targets.
     *
     * @param quick whether the usual ones are the base architectures only
     * @param targetProtocols what targets are taken to speak
     * @throws IllegalArgumentException when there is no such server, with a sentence that says so
     */
    static List<Candidate> of(List<String> names, boolean quick, boolean peers, List<String> targets,
            List<String> targetProtocols) {
        List<String> chosen = new ArrayList<>(names);
        if (names.isEmpty()) {
            (quick ? Catalogue.base() : Catalogue.architectures()).forEach(candidate -> chosen.add(candidate.name()));
            Catalogue.usualPeers().forEach(candidate -> chosen.add(candidate.name()));
        }
        if (peers) {
            Catalogue.peers().forEach(candidate -> chosen.add(candidate.name()));
        }
        List<Candidate> candidates = new ArrayList<>(Catalogue.named(chosen));
        new LinkedHashSet<>(targets).forEach(target -> candidates.add(AddressCandidate.parse(target, targetProtocols)));
        return candidates;
    }
}
