package dev.refservers.conformance.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The rules that the scripts pin: docs/protocol.md, as it was when this suite was built.
 *
 * @param sections the numbered ones, in the order of the page
 */
public record Specification(List<Section> sections) {

    private static final String RESOURCE = "protocol.md";

    public Specification {
        sections = List.copyOf(sections);
    }

    /** The specification that comes with the suite. */
    public static Specification bundled() {
        try (InputStream page = Specification.class.getResourceAsStream(RESOURCE)) {
            if (page == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing beside " + Specification.class
                        + ": the build copies docs/protocol.md there");
            }
            return parse(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("The specification cannot be read", failure);
        }
    }

    /** Reads a page that is written as docs/protocol.md says. */
    public static Specification parse(String markdown) {
        return new Specification(new SpecificationParser(markdown.lines().toList()).sections());
    }

    /** All rules, in the order of the page; two with the same id are two. */
    public List<Rule> rules() {
        return sections.stream().flatMap(section -> section.rules().stream()).toList();
    }

    /** The rule with this id. */
    public Optional<Rule> rule(String id) {
        return rules().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }
}
