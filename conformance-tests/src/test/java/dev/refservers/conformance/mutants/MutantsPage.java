package dev.refservers.conformance.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Which scripts catch which mutant, for people (docs/mutants.md) and for reports (mutants.json). */
final class MutantsPage {

    private static final Path PAGE = Path.of("..", "docs", "mutants.md");
    private static final Path RESOURCE = Path.of("src", "main", "resources", "dev", "refservers",
            "conformance", "report", "mutants.json");

    private static final String INTRODUCTION = """
            # Servers that are broken on purpose

            A suite is as good as what it catches. Each of these servers is one of ours with a few lines changed: `select`,
            where another does not show the change better. The scripts beside it fail on it, and pass on the server as it
            is. `MutantsTest` runs them all; one that survived would be a hole in the suite.

            What is changed stands in `conformance-tests/src/test/resources/mutants`, a file for each. This page is written by
            `mvn test -pl conformance-tests -am -Dtest=MutantsTest -Dsurefire.failIfNoSpecifiedTests=false -Dmutants.write=true`.

            """;

    private final List<Mutant> mutants;

    MutantsPage(List<Mutant> mutants) {
        this.mutants = mutants;
    }

    /** Writes both files. */
    void write() throws IOException {
        Files.writeString(PAGE, markdown());
        Files.createDirectories(RESOURCE.getParent());
        Files.writeString(RESOURCE, json());
    }

    /** The names of the files that do not say what is tested. */
    List<String> outdated() throws IOException {
        List<String> outdated = new ArrayList<>();
        if (!Files.exists(PAGE) || !Files.readString(PAGE).equals(markdown())) {
            outdated.add("docs/mutants.md");
        }
        if (!Files.exists(RESOURCE) || !Files.readString(RESOURCE).equals(json())) {
            outdated.add("conformance-tests/" + RESOURCE);
        }
        return outdated;
    }

    private String markdown() {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        Map<String, List<Mutant>> groups = mutants.stream().collect(Collectors.groupingBy(
                mutant -> mutant.id().substring(0, mutant.id().indexOf('/')), LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, members) -> {
            text.append("## ").append(group).append("\n\n| mutant | what is broken | caught by |\n|---|---|---|\n");
            members.forEach(mutant -> text.append("| `").append(mutant.id().substring(group.length() + 1))
                    .append("` | ")
                    .append(mutant.broken()).append(" | ").append(mutant.caughtBy().stream()
                            .map(id -> "[" + id + "](../conformance-tests/src/main/resources/scripts/" + id + ".talk)")
                            .collect(Collectors.joining(", ")))
                    .append(" |\n"));
            text.append('\n');
        });
        return text.toString().stripTrailing() + "\n";
    }

    private String json() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Mutant mutant : mutants) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", mutant.id());
            one.put("description", mutant.broken());
            one.put("caughtBy", mutant.caughtBy());
            all.add(one);
        }
        return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build()
                .writeValueAsString(Map.of("mutants", all)) + "\n";
    }
}
