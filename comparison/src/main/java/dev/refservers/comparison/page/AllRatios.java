package dev.refservers.comparison.page;

import dev.refservers.comparison.statistics.Ratio;
import dev.refservers.comparison.statistics.Ratios;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The ratios of every server to every other: whomever a reader picks as the reference, it is there. */
public final class AllRatios {

    private static final JsonMapper JSON = new JsonMapper();

    private record Key(String server, String scenario, String protocol) {}

    private final Topics topics;
    private final Map<String, Map<Key, Ratio>> byReference = new LinkedHashMap<>();

    private AllRatios(Topics topics) {
        this.topics = topics;
    }

    /** Computes them all. */
    public static AllRatios of(Topics topics) {
        AllRatios all = new AllRatios(topics);
        for (String reference : topics.references()) {
            Map<Key, Ratio> ratios = new LinkedHashMap<>();
            for (Ratio ratio : Ratios.of(topics.comparison(), reference)) {
                ratios.put(new Key(ratio.server(), ratio.scenario(), ratio.protocol()), ratio);
            }
            all.byReference.put(reference, ratios);
        }
        return all;
    }

    /** What one server used, as a multiple of what another used; empty where one of them has no figures. */
    public Optional<Ratio> of(String server, String reference, Topic topic) {
        return Optional.ofNullable(byReference.getOrDefault(reference, Map.of())
                .get(new Key(server, topic.scenario().name(), topic.protocol())));
    }

    /** The alias of the comparison's reference to the reference itself. */
    public Optional<Ratio> noise(Topic topic) {
        String reference = topics.comparison().plan().reference();
        return topics.alias().flatMap(alias -> reference == null ? Optional.empty() : of(alias, reference, topic));
    }

    /** Whether bounds are known, or there was only one window. */
    static boolean bounded(Ratio ratio) {
        return ratio.low() > 0 && Double.isFinite(ratio.high());
    }

    /**
     * For the page's script: {@code ratios[reference][topic][server]} is a text of ratio, bounds and verdict, or is not there;
     * all by their places in the lists beside it.
     */
    String json() {
        List<String> servers = topics.comparison().servers().stream().map(server -> server.name()).toList();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("servers", servers);
        data.put("topics", topics.all().stream().map(Topic::id).toList());
        data.put("ratios", byReference.keySet().stream().map(reference -> Map.entry(reference, topics.all().stream()
                .map(topic -> String.join(";", servers.stream()
                        .map(server -> of(server, reference, topic).map(AllRatios::text).orElse("")).toList()))
                .toList())).collect(LinkedHashMap::new, (map, entry) -> map.put(entry.getKey(), entry.getValue()),
                        Map::putAll));
        return JSON.writeValueAsString(data).replace("<", "\\u003c");
    }

    private static String text(Ratio ratio) {
        String bounds = bounded(ratio) ? Numbers.ratio(ratio.low()) + " " + Numbers.ratio(ratio.high()) : "- -";
        return Numbers.ratio(ratio.ratio()) + " " + bounds + " " + ratio.verdict().name().charAt(0);
    }

    /** A cell's content: the ratio with its bounds, and a sign for the verdict; 1 for the reference itself. */
    static String markup(Optional<Ratio> ratio, boolean isReference, boolean withBounds) {
        if (isReference) {
            return "<span class=\"ratio itself\">1</span>";
        }
        return ratio.map(found -> "<span class=\"ratio " + found.verdict().name() + "\">" + Numbers.ratio(found.ratio())
                + (withBounds && bounded(found)
                        ? " <small>" + Numbers.ratio(found.low()) + "–" + Numbers.ratio(found.high()) + "</small>"
                        : "")
                + "</span>").orElse("");
    }
}
