package dev.refservers.comparison.page;

import dev.refservers.comparison.page.svg.Series;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.ServerResult;
import dev.refservers.conformance.report.Markup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How each server is drawn: servers of one module have one colour, and differ by their dashes. */
final class Marks {

    /** So many colours has the page's style, and so many kinds of lines. */
    private static final int COLOURS = 8;
    private static final int DASHES = 5;
    /** Modules that are always drawn alike, so that two reports can be read side by side. */
    private static final List<String> KNOWN = List.of("blocking-server", "threaded-server", "forking-server",
            "select-server", "epoll-server", "async-server", "peer");

    /** One of each kind: with the reference, these stand out where there are too many lines. */
    private static final Set<String> BEST_KNOWN = Set.of("threaded", "virtual", "epoll", "uring", "async");

    private final Map<String, Series.Mark> marks = new LinkedHashMap<>();

    private Marks() {}

    static Marks of(Comparison comparison) {
        Marks marks = new Marks();
        List<String> origins = new ArrayList<>(KNOWN);
        Map<String, Integer> seen = new HashMap<>();
        for (ServerResult server : comparison.servers()) {
            if (!origins.contains(server.origin())) {
                origins.add(server.origin());
            }
            int colour = origins.indexOf(server.origin()) % COLOURS;
            boolean known = BEST_KNOWN.contains(server.name()) || server.name().equals(comparison.plan().reference());
            int dash = seen.merge(server.origin(), 1, Integer::sum) - 1;
            boolean again = server.name().equals(comparison.plan().alias());
            marks.marks.put(server.name(), new Series.Mark(server.name(),
                    "c" + colour + " d" + dash % DASHES + (again ? " again" : "") + (known ? " known" : "")));
        }
        return marks;
    }

    Series.Mark of(String server) {
        return marks.getOrDefault(server, new Series.Mark(server, "c7 d0"));
    }

    /** What stands behind the name of a server that is measured although it does not conform; else nothing. */
    static String conforming(ServerResult server, String protocol) {
        return server.conforms(protocol)
                ? ""
                : " <a href=\"#void-" + Markup.escape(server.name()) + "\" title=\"It does not conform: why.\">!</a>";
    }

    /** A row's headline: the server's name with the line that it has in charts. */
    String header(String server, String behind) {
        return "<th scope=\"row\" class=\"s " + of(server).style() + "\"><i class=\"key\" aria-hidden=\"true\"></i>"
                + Markup.escape(server) + behind + "</th>";
    }
}
