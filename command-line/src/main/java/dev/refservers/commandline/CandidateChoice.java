package dev.refservers.commandline;

import dev.refservers.comparison.processes.AddressCandidate;
import dev.refservers.comparison.processes.AliasCandidate;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is compared, as the command line says it. */
final class CandidateChoice {

    private static final String USUAL_REFERENCE = "select";

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
        // One address may be written in several ways.
        targets.stream().map(target -> AddressCandidate.parse(target, targetProtocols)).distinct()
                .forEach(candidates::add);
        return candidates;
    }

    /**
     * The server that the others are held against: the one of this name or, if it is null, {@code select}, which runs everywhere,
     * or else the first that can be metered.
     *
     * @return empty when there is nobody to hold against it
     * @throws IllegalArgumentException when the named one is not among the candidates, or cannot be metered
     */
    static Optional<Candidate> reference(List<Candidate> candidates, @Nullable String name) {
        List<Candidate> metered = candidates.stream()
                .filter(candidate -> candidate.unavailable().isEmpty() && !(candidate instanceof AddressCandidate))
                .toList();
        if (name != null) {
            return Optional.of(metered.stream().filter(candidate -> candidate.name().equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--reference is " + name + ", but must be one of "
                            + metered.stream().map(Candidate::name).collect(Collectors.joining(", ")) + ".")));
        }
        if (candidates.size() < 2) {
            return Optional.empty();
        }
        return metered.stream().filter(candidate -> candidate.name().equals(USUAL_REFERENCE)).findFirst()
                .or(() -> metered.stream().findFirst());
    }

    /** The candidates, and the reference a second time, under an alias. */
    static List<Candidate> withAlias(List<Candidate> candidates, Candidate reference) {
        List<Candidate> all = new ArrayList<>(candidates);
        all.add(all.indexOf(reference) + 1, new AliasCandidate(reference, aliasOf(reference)));
        return all;
    }

    /** What the reference is called the second time: a name that no other server has. */
    static String aliasOf(Candidate reference) {
        return aliasOf(reference.name(), Catalogue.all().stream().map(Candidate::name).toList());
    }

    static String aliasOf(String reference, List<String> taken) {
        String alias = AliasCandidate.nameOf(reference);
        while (taken.contains(alias)) {
            alias = AliasCandidate.nameOf(alias);
        }
        return alias;
    }
}
