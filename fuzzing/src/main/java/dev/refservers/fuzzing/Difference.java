package dev.refservers.fuzzing;

import dev.refservers.conformance.script.Bytes;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way in which two replies may differ, and yet both be right.
 *
 * @param asked matches the command, its words with a space between
 * @param reference matches all bytes of the reply of the server that is right by definition
 * @param target matches all bytes of the other one's; groups of the same name have taken the same in both
 * @param seldom whether a hundred thousand commands may pass without it
 */
record Difference(String name, String reason, Pattern asked, Pattern reference, Pattern target,
        boolean seldom) {

    boolean allows(String question, Bytes expected, Bytes came) {
        if (!asked.matcher(question).matches()) {
            return false;
        }
        Matcher wanted = reference.matcher(expected.latin1());
        Matcher got = target.matcher(came.latin1());
        if (!wanted.matches() || !got.matches()) {
            return false;
        }
        Set<String> shared = target.namedGroups().keySet();
        return reference.namedGroups().keySet().stream().filter(shared::contains)
                .allMatch(group -> String.valueOf(wanted.group(group)).equals(got.group(group)));
    }
}
