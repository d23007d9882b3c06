package dev.refservers.comparison.processes;

/** A process did not start, talk or end as it should; the message is a sentence for the user. */
public class ProcessFailure extends Exception {

    private final String sentence;

    /** A failure that is told in this sentence. */
    public ProcessFailure(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** A failure that is told in this sentence, and what caused it. */
    public ProcessFailure(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** What went wrong. */
    public String sentence() {
        return sentence;
    }
}
