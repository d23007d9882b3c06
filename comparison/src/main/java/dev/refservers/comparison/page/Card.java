package dev.refservers.comparison.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to say of an architecture that no run can find out; see {@code architectures.txt}.
 *
 * @param sources folders and files that are this architecture's alone
 * @param shares the folder of what it shares with others; empty where it shares nothing
 * @param blocks who waits where
 * @param picture threads and connections, drawn in characters
 */
record Card(String name, List<String> sources, String shares, String blocks, String choose, String avoid,
        String picture) {

    /** All that are written down, by name. */
    static Map<String, Card> all() {
        return parse(Resources.read("architectures.txt"));
    }

    /** Reads the form that {@code architectures.txt} describes. */
    static Map<String, Card> parse(String text) {
        Map<String, Card> cards = new LinkedHashMap<>();
        for (String section : text.split("(?m)^== ", -1)) {
            if (!section.startsWith("#")) {
                Card card = card(section);
                cards.put(card.name, card);
            }
        }
        return cards;
    }

    private static Card card(String section) {
        List<String> lines = section.lines().toList();
        String name = lines.getFirst().strip();
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> picture = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(": ");
            if (!line.startsWith(" ") && colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            } else {
                picture.add(line);
            }
        }
        return new Card(name, sources(List.of(field(name, fields, "sources").split(" "))),
                fields.containsKey("shares") ? folder(List.of(field(name, fields, "shares").split(" "))) : "",
                field(name, fields, "blocks"),
                field(name, fields, "choose"), field(name, fields, "avoid"),
                String.join("\n", picture).stripTrailing().replaceFirst("^\\n+", "").stripIndent());
    }

    /** A module and a package make a folder; behind them may be classes. */
    private static List<String> sources(List<String> words) {
        String folder = folder(words);
        return words.size() == 2
                ? List.of(folder)
                : words.stream().skip(2).map(name -> folder + "/" + name + ".java").toList();
    }

    private static String folder(List<String> words) {
        return words.get(0) + "/src/main/java/dev/refservers/" + words.get(1);
    }

    private static String field(String name, Map<String, String> fields, String field) {
        String value = fields.get(field);
        if (value == null) {
            throw new IllegalArgumentException("The architecture " + name + " has no '" + field + ":'");
        }
        return value;
    }
}
