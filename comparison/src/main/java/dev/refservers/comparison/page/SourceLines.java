package dev.refservers.comparison.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the lines that an architecture is written in: no blank ones, no comments, no imports. */
final class SourceLines {

    private SourceLines() {}

    /** What an architecture has for its own, and what it shares with whom; empty outside a checkout. */
    static Optional<String> words(Path home, Card card, Collection<Card> all) {
        OptionalInt own = count(home, card.sources());
        OptionalInt shared = shared(home, card, all);
        if (own.isEmpty() || shared.isEmpty()) {
            return Optional.empty();
        }
        String others = all.stream().filter(other -> other.shares().equals(card.shares()))
                .map(Card::name).filter(name -> !name.equals(card.name())).collect(Collectors.joining(" and "));
        return Optional.of(Numbers.whole(own.getAsInt()) + " lines" + (card.shares().isEmpty()
                ? ""
                : " of its own, " + Numbers.whole(shared.getAsInt()) + " shared with " + others));
    }

    /** Lines that it shares with others: none where it shares nothing. */
    static OptionalInt shared(Path home, Card card, Collection<Card> all) {
        Set<Path> alone = all.stream().flatMap(other -> other.sources().stream()).map(home::resolve)
                .collect(Collectors.toSet());
        return card.shares().isEmpty() ? OptionalInt.of(0) : count(home, List.of(card.shares()), alone);
    }

    /**
     * Of folders, without their subfolders, and files below {@code home}; empty where one is not there, as when a result is read
     * outside a checkout.
     */
    static OptionalInt count(Path home, List<String> sources) {
        return count(home, sources, Set.of());
    }

    private static OptionalInt count(Path home, List<String> sources, Set<Path> except) {
        int lines = 0;
        for (String source : sources) {
            Path path = home.resolve(source);
            if (!Files.exists(path)) {
                return OptionalInt.empty();
            }
            lines += of(path, except);
        }
        return OptionalInt.of(lines);
    }

    private static int of(Path path, Set<Path> except) {
        try {
            if (!Files.isDirectory(path)) {
                return inFile(Files.readAllLines(path));
            }
            int lines = 0;
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .filter(each -> !except.contains(each)).sorted().toList()) {
                    lines += inFile(Files.readAllLines(file));
                }
            }
            return lines;
        } catch (IOException failure) {
            throw new UncheckedIOException(path + " cannot be read", failure);
        }
    }

    /** Comments are recognised by how lines begin, which suffices for code that is formatted. */
    static int inFile(List<String> lines) {
        int count = 0;
        boolean comment = false;
        for (String each : lines) {
            String line = each.strip();
            if (line.startsWith("/*")) {
                comment = true;
            }
            boolean counts = !comment && !line.isEmpty() && !line.startsWith("//") && !line.startsWith("import ")
                    && !line.startsWith("package ");
            count += counts ? 1 : 0;
            if (comment && line.endsWith("*/")) {
                comment = false;
            }
        }
        return count;
    }
}
