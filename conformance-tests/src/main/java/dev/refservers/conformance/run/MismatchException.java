package dev.refservers.conformance.run;

import dev.refservers.conformance.result.Mismatch;

/** Ends a conversation: the server did not do what it must. */
final class MismatchException extends Exception {

    private final transient Mismatch mismatch;

    MismatchException(Mismatch mismatch) {
        super(mismatch.toString(), null, false, false);
        this.mismatch = mismatch;
    }

    Mismatch mismatch() {
        return mismatch;
    }
}
