package dev.refservers.fuzzing;

/** What connections are called: {@code a}, {@code b} …, and {@code a2} when the first one has connected again. */
final class Names {

    /** As many as there are letters. */
    static final int MOST_CONNECTIONS = 26;

    private Names() {}

    /** The name of a connection that was there so often before. */
    static String of(int connection, int before) {
        char letter = (char) ('a' + connection);
        return before == 0 ? Character.toString(letter) : letter + Integer.toString(before + 1);
    }

    static boolean isOf(String name, int connection) {
        return name.charAt(0) == 'a' + connection;
    }
}
