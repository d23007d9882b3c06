package dev.refservers.comparison.run;

import java.util.Locale;

/** Makes sentences of phrases. */
final class Sentences {

    private Sentences() {}

    /** The phrase with a capital in front and a full stop behind. */
    static String of(String phrase) {
        String capital = phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1);
        return capital.endsWith(".") ? capital : capital + ".";
    }
}
