package dev.refservers.comparison;

/** Something that the user can mend; the message is a sentence that says what was wrong and what to do. */
final class UserError extends Exception {

    UserError(String sentence) {
        super(sentence);
    }

    UserError(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
