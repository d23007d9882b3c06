package dev.refservers.comparison.page.claims;

import java.util.List;
import java.util.Optional;

/** Something that is taught about architectures. */
public interface Claim {

    /** What {@code #} finds it by. */
    String id();

    /** The claim, as a sentence. */
    String words();

    /** How it is put to the test, and which figures confirm or refute it. */
    String experiment();

    /** The servers without which it cannot be. */
    List<String> servers();

    /** Names of scenarios, or of families of them, one of which it needs. */
    List<String> scenarios();

    /** What a run says to it; empty when the run lacks what this needs. */
    Optional<Finding> judge(Evidence evidence);
}
