package dev.refservers.comparison.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * How much worse than in the baseline a figure may be.
 *
 * @param figure which
 * @param scenario in which scenario; {@code *} is any
 * @param server of which server; {@code *} is any
 * @param most how many times as much, for a figure of which less is better; as little, for one of which more is
 */
public record Bound(Figure figure, String scenario, String server, double most) {

    /** Stands for every scenario, or server. */
    private static final String ANY = "*";

    /**
     * The bounds in a text of lines such as {@code cpu ping-pong * 1.10}; what follows a {@code #} is not read.
     *
     * @throws IllegalArgumentException when a line is something else; the message says which, and why
     */
    public static List<Bound> parse(String text) {
        List<Bound> bounds = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String words = line.replaceFirst("#.*", "").strip();
            if (!words.isEmpty()) {
                bounds.add(parseLine(words, "line " + number + ", '" + words + "': "));
            }
        }
        return bounds;
    }

    private static Bound parseLine(String line, String where) {
        String[] words = line.split("\\s+", -1);
        if (words.length != 4) {
            throw new IllegalArgumentException(where + "a bound is FIGURE SCENARIO SERVER TIMES.");
        }
        try {
            double most = Double.parseDouble(words[3]);
            if (!(most >= 1 && most < 1000)) {
                throw new IllegalArgumentException(words[3] + " must be at least 1, and less than 1000");
            }
            return new Bound(Figure.named(words[0]), words[1], words[2], most);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(where + wrong.getMessage() + ".", wrong);
        }
    }

    boolean isAbout(String someScenario, String someServer) {
        return (scenario.equals(ANY) || scenario.equals(someScenario))
                && (server.equals(ANY) || server.equals(someServer));
    }
}
