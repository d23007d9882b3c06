package dev.refservers.comparison.load;

/** Load could not be put on a server as ordered, or a reply was wrong; the message is a sentence for the report. */
public final class LoadFailure extends Exception {

    private final String sentence;

    /** A failure that is told in this sentence. */
    public LoadFailure(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** A failure that is told in this sentence, and what caused it. */
    public LoadFailure(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** So many connections, as a phrase. */
    static String connections(int count) {
        return count == 1 ? "1 connection" : count + " connections";
    }

    /** What went wrong. */
    public String sentence() {
        return sentence;
    }
}
