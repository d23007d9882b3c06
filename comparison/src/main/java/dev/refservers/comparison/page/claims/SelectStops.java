package dev.refservers.comparison.page.claims;

import dev.refservers.comparison.page.Numbers;
import dev.refservers.comparison.page.Topic;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The end of select's sets. */
final class SelectStops implements Claim {

    private static final String SELECT = "select2";
    private static final int END = 1024;
    private static final int OTHERS_MOST = 200;
    private static final Pattern LIMIT = Pattern.compile("(?i)limit reached at ([\\d,]+) connection");

    @Override
    public String id() {
        return "claim-select";
    }

    @Override
    public String words() {
        return "select stops at 1,024 descriptors.";
    }

    @Override
    public String experiment() {
        return "every scenario with more than 1,024 connections. Confirmed if select2 served at most 1,024 "
                + "of them, and not 200 less (a JVM has descriptors of its own), while another server served "
                + "more; refuted if select2 served more.";
    }

    @Override
    public List<String> servers() {
        return List.of(SELECT);
    }

    @Override
    public List<String> scenarios() {
        return List.of("idle");
    }

    @Override
    public Optional<Finding> judge(Evidence evidence) {
        return evidence.all().filter(topic -> topic.scenario().connections() > END)
                .flatMap(topic -> topic.rows().stream().filter(row -> row.name().equals(SELECT))
                        .flatMap(row -> finding(topic, row).stream()))
                .findFirst();
    }

    private static Optional<Finding> finding(Topic topic, Topic.Row select) {
        OptionalInt served = served(select);
        if (served.isEmpty()) {
            return Optional.empty();
        }
        int count = served.getAsInt();
        int others = topic.measured().stream().mapToInt(row -> row.cell().connections()).max().orElse(0);
        if (count <= END && others <= END) {
            // Nobody has shown that more can be served here.
            return Optional.empty();
        }
        Verdict verdict = count > END
                ? Verdict.REFUTED
                : count >= END - OTHERS_MOST ? Verdict.CONFIRMED : Verdict.NOT_HERE;
        return Optional.of(Finding.of(verdict, "In " + topic.name() + ", select2 served " + Numbers.whole(count)
                + " connections; others up to " + Numbers.whole(others) + "."));
    }

    private static OptionalInt served(Topic.Row row) {
        Optional<Matcher> told = Stream.concat(Stream.ofNullable(row.cell().limit()), row.cell().voidReason().stream())
                .map(LIMIT::matcher).filter(Matcher::find).findFirst();
        if (told.isPresent()) {
            return OptionalInt.of(Integer.parseInt(told.get().group(1).replace(",", "")));
        }
        return row.summary().isPresent() ? OptionalInt.of(row.cell().connections()) : OptionalInt.empty();
    }
}
