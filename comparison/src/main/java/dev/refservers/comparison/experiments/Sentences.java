package dev.refservers.comparison.experiments;

import java.util.Locale;

/** Makes sentences of phrases. */
public final class Sentences {

    private Sentences() {}

    /** The phrase with a capital in front and a full stop behind. */
    public static String of(String phrase) {
        String capital = phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1);
        return capital.endsWith(".") ? capital : capital + ".";
    }
}
