package dev.refservers.conformance.script;

import java.net.URI;
import java.util.List;

/**
 * Where a script was read.
 *
 * @param name its path among the scripts, as {@code blocking/order-of-service.talk}
 * @param uri where it lies, for links
 * @param lines its text
 */
public record Source(String name, URI uri, List<String> lines) {

    public Source {
        lines = List.copyOf(lines);
    }

    /** The text of this line, from 1. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }
}
