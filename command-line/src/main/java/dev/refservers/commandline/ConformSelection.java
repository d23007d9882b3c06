package dev.refservers.commandline;

import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.conformance.script.Script;
import dev.refservers.conformance.script.Selection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of {@code conform} that say which scripts are played. */
final class ConformSelection {

    @Option(names = {"--only",
        "--script"}, paramLabel = "ID", description = "Only scripts whose id begins so; * stands "
                + "for anything: blocking, framing/by*, *fifo*. May be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--skip", paramLabel = "ID", description = "No scripts whose id begins so. May be repeated.")
    private List<String> skip = new ArrayList<>();

    @Option(names = "--tag", paramLabel = "TAG", description = "Only scripts with this tag; * stands for anything. May "
            + "be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--protocol", paramLabel = "NAME", description = "Only scripts that speak this one of echo, http, "
            + "queue. May be repeated.")
    private List<String> protocols = new ArrayList<>();

    List<String> protocols() {
        return protocols.stream().distinct().toList();
    }

    /**
     * What was asked for.
     *
     * @throws IllegalArgumentException if something was that is not there: whoever mistypes an id must not believe that
     *         its script passed; the message is a sentence
     */
    Selection of(List<Script> scripts) {
        Set<String> ids = new LinkedHashSet<>();
        for (Script script : scripts) {
            ids.add(script.id().substring(0, script.id().indexOf('/')));
            ids.add(script.id().replaceFirst("\\[.*", ""));
            ids.add(script.id());
        }
        List<String> included = only.stream().map(ConformSelection::withoutEnding).toList();
        included.forEach(id -> mustSelect(Selection.ALL.only(id), scripts, "--only", id, ids));
        List<String> left = skip.stream().map(ConformSelection::withoutEnding).toList();
        left.forEach(id -> mustSelect(Selection.ALL.only(id), scripts, "--skip", id, ids));
        Set<String> words = new TreeSet<>();
        scripts.forEach(script -> words.addAll(script.tags()));
        tags.forEach(tag -> mustSelect(Selection.ALL.tagged(tag), scripts, "--tag", tag, words));
        for (String protocol : protocols) {
            if (!Catalogue.protocols().contains(protocol)) {
                throw new IllegalArgumentException("There is no protocol '" + protocol + "'; there is "
                        + String.join(", ", Catalogue.protocols()) + ".");
            }
        }
        return new Selection(included, left, new LinkedHashSet<>(tags), new LinkedHashSet<>(protocols));
    }

    /** Reports name a script by its file. */
    private static String withoutEnding(String id) {
        return id.endsWith(".talk") ? id.substring(0, id.length() - ".talk".length()) : id;
    }

    private static void mustSelect(Selection selection, List<Script> scripts, String option, String said,
            Set<String> words) {
        if (scripts.stream().noneMatch(selection::includes)) {
            throw new IllegalArgumentException(option + " is '" + said + "', but there is no such "
                    + (option.equals("--tag") ? "tag" : "script")
                    + nearest(said, words.stream()).map(word -> "; did you mean '" + word + "'?").findFirst()
                            .orElse(option.equals("--tag")
                                    ? "; there is " + String.join(", ", words) + "."
                                    : "; --list prints all."));
        }
    }

    /** The word that this one is most likely a slip of, if there is one. */
    private static Stream<String> nearest(String said, Stream<String> words) {
        String plain = said.replace("*", "");
        int most = Math.max(1, plain.length() / 4);
        return words.filter(word -> Math.abs(plain.length() - word.length()) <= most)
                .filter(word -> Spelling.distance(plain, word) <= most)
                .sorted((one, other) -> Spelling.distance(plain, one) - Spelling.distance(plain, other)).limit(1);
    }
}
