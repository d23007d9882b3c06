package dev.refservers.fuzzing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The commands that are said, from {@code commands.txt}. */
final class Grammar {

    /** Which rule a divergence is about if nothing better is known: each request gets exactly one reply. */
    static final String ANY_RULE = "1.1";

    /** Of so many commands one is spoilt: a word too much, too few, or of another kind. */
    private static final int SPOILT = 25;

    private static final List<Shape> SHAPES = read();
    private static final int ALL = SHAPES.stream().mapToInt(Shape::weight).sum();

    private Grammar() {}

    /** One line of the file. */
    private record Shape(int weight, String rule, List<String> words) {
        boolean waits() {
            return words.contains("wait");
        }
    }

    /** A command, right or wrong. */
    static List<Argument> command(Random random, Arguments arguments) {
        List<Argument> words = words(choose(random), random, arguments);
        if (random.nextInt(SPOILT) == 0) {
            spoil(words, random, arguments);
        }
        return words;
    }

    /** A blocking command whose time is over soon. */
    static List<Argument> shortWait(Random random, Arguments arguments) {
        List<Shape> waiting = SHAPES.stream().filter(Shape::waits).toList();
        Shape shape = waiting.get(random.nextInt(waiting.size()));
        return words(new Shape(1, shape.rule, shape.words.stream()
                .map(word -> word.equals("wait") ? "short" : word).toList()), random, arguments);
    }

    /** The rule that the command is about whose first words these are. */
    static String ruleFor(String shown) {
        String asked = shown.toUpperCase(Locale.ROOT) + " ";
        return SHAPES.stream()
                .filter(shape -> asked.startsWith(literals(shape) + " ")
                        && !literals(shape).isEmpty())
                .map(Shape::rule).findFirst().orElse(ANY_RULE);
    }

    private static String literals(Shape shape) {
        StringBuilder literals = new StringBuilder();
        for (String word : shape.words) {
            if (!isLiteral(word)) {
                break;
            }
            literals.append(literals.isEmpty() ? "" : " ").append(word);
        }
        return literals.toString();
    }

    private static Shape choose(Random random) {
        int at = random.nextInt(ALL);
        for (Shape shape : SHAPES) {
            at -= shape.weight;
            if (at < 0) {
                return shape;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private static List<Argument> words(Shape shape, Random random, Arguments arguments) {
        List<Argument> words = new ArrayList<>();
        for (String word : shape.words) {
            if (isLiteral(word)) {
                words.add(Argument.of(cased(word, random)));
            } else if (word.equals("keys")) {
                int keys = 1 + random.nextInt(3);
                words.add(Argument.of(Integer.toString(keys)));
                add(words, "key", keys, arguments);
            } else {
                String kind = word.replaceAll("[?*+]$", "");
                add(words, kind, switch (word.charAt(word.length() - 1)) {
                    case '?' -> random.nextInt(2);
                    case '*' -> random.nextInt(4);
                    case '+' -> 1 + random.nextInt(3);
                    default -> 1;
                }, arguments);
            }
        }
        return words;
    }

    private static void add(List<Argument> words, String kind, int times, Arguments arguments) {
        for (int i = 0; i < times; i++) {
            words.add(arguments.choose(kind));
        }
    }

    private static void spoil(List<Argument> words, Random random, Arguments arguments) {
        int at = random.nextInt(words.size());
        switch (random.nextInt(3)) {
            case 0 -> words.add(arguments.choose("word"));
            case 1 -> {
                if (words.size() > 1) {
                    words.removeLast();
                }
            }
            default -> words.set(at, arguments.choose("word"));
        }
    }

    private static boolean isLiteral(String word) {
        return word.equals(word.toUpperCase(Locale.ROOT));
    }

    private static String cased(String word, Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> word.toLowerCase(Locale.ROOT);
            case 1 -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
            default -> word;
        };
    }

    private static List<Shape> read() {
        try (InputStream in = Grammar.class.getResourceAsStream("commands.txt")) {
            if (in == null) {
                throw new IllegalStateException("commands.txt is not on the class path");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> List.of(line.split("\\s+", -1)))
                    .map(words -> new Shape(Integer.parseInt(words.getFirst()), words.get(1),
                            words.subList(2, words.size())))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
