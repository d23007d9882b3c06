package dev.refservers.commandline;

/** How far words are from one another. */
final class Spelling {

    private Spelling() {}

    /**
     * How many slips make one word of the other: a letter too many, too few, or wrong, or two neighbours exchanged
     * (optimal string alignment).
     */
    static int distance(String one, String other) {
        int[][] slips = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                slips[i][j] = i == 0 ? j : j == 0 ? i : slips(slips, one, i, other, j);
            }
        }
        return slips[one.length()][other.length()];
    }

    private static int slips(int[][] slips, String one, int i, String other, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int fewest = Math.min(slips[i - 1][j - 1] + (same ? 0 : 1), Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
        boolean exchanged = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        return exchanged ? Math.min(fewest, slips[i - 2][j - 2] + 1) : fewest;
    }
}
