package dev.refservers.conformance.run;

/** Ends a conversation: what it is about does not exist in this server. The message is the reason, as a phrase. */
final class NotApplicableException extends Exception {

    private final String reason;

    NotApplicableException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
