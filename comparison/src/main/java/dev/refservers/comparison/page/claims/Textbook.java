package dev.refservers.comparison.page.claims;

import java.util.List;

/** All claims, and what a run says to each. */
public final class Textbook {

    /** In the order of the page. */
    static final List<Claim> CLAIMS = List.of(new OneThreadServesOne(), new FewConnections(), new ProcessForEach(),
            new ListsGrow(), new SelectStops(), new EdgeIsFaster(), new Coroutines(), new NeverBlocks());

    private Textbook() {}

    /** A claim and what was found. */
    public record Judged(Claim claim, Finding finding) {}

    /** Judges all. */
    public static List<Judged> of(Evidence evidence) {
        return CLAIMS.stream().map(claim -> new Judged(claim, judge(claim, evidence))).toList();
    }

    static Finding judge(Claim claim, Evidence evidence) {
        List<String> missing = claim.servers().stream().filter(server -> !evidence.exists(server)).toList();
        if (!missing.isEmpty()) {
            return Finding.of(Verdict.NOT_BUILT, "It takes " + String.join(" and ", missing)
                    + ", which is not built yet; then this turns on by itself.");
        }
        return claim.judge(evidence)
                .orElseGet(() -> Finding.of(Verdict.NOT_MEASURED, evidence.whatIsMissing(claim)));
    }
}
