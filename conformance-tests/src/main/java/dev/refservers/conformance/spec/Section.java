package dev.refservers.conformance.spec;

import java.util.List;

/**
 * One numbered section of the specification.
 *
 * @param number as {@code 6}
 * @param title what it is about
 * @param rules in the order of the page
 */
public record Section(String number, String title, List<Rule> rules) {

    public Section {
        rules = List.copyOf(rules);
    }
}
