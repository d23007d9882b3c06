package dev.refservers.commandline.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * What a new module is called: small letters and digits in groups, as {@code my-queue}.
 *
 * @param base the name without the end that all modules of servers have; its first architecture's name
 */
public record ModuleName(String base) {

    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int MOST_LETTERS = 40;

    /**
     * Takes {@code my-queue} and {@code my-queue-server} for the same.
     *
     * @throws IllegalArgumentException if it is no name, with a sentence that says why
     */
    public static ModuleName of(String text) {
        String base = text.endsWith(ServerModule.SUFFIX)
                ? text.substring(0, text.length() - ServerModule.SUFFIX.length())
                : text;
        if (!VALID.matcher(base).matches() || base.length() > MOST_LETTERS) {
            throw new IllegalArgumentException("The name is '" + text + "', but must be of small letters and digits, "
                    + "in groups with a hyphen between them, as my-queue, and " + MOST_LETTERS
                    + " characters at the most: it becomes a folder, a package and an architecture.");
        }
        ModuleName name = new ModuleName(base);
        if (SourceVersion.isKeyword(name.packageWord())) {
            throw new IllegalArgumentException("The name is '" + text + "', but that is a word of Java's own, and "
                    + "cannot be a package; take another, as my-" + base + ".");
        }
        return name;
    }

    /** Its folder and its artifact. */
    public String module() {
        return base + ServerModule.SUFFIX;
    }

    /** As the last word of a package. */
    public String packageWord() {
        return base.replace("-", "");
    }

    /** As the beginning of a type's name. */
    static String camelCase(String name) {
        return Arrays.stream(name.split("-", -1)).map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    /**
     * What an architecture of the copied module is called in the copy. One whose name begins with the module's keeps
     * what follows: {@code epoll-edge} becomes {@code mine-edge}; of others the whole: {@code uring}, of
     * {@code async-server}, becomes {@code mine-uring}.
     */
    String variantOf(ServerModule from, String name) {
        return name.startsWith(from.baseName()) ? base + name.substring(from.baseName().length()) : base + "-" + name;
    }

    /** All of them. */
    List<String> variantsOf(ServerModule from) {
        return from.variants().stream().map(variant -> variantOf(from, variant.name())).toList();
    }

    /**
     * Sees that nothing in the checkout has this name yet.
     *
     * @param taken names of servers that there are
     * @throws IllegalArgumentException if something has, with a sentence that says what
     */
    public void mustBeFree(Path home, ServerModule from, Collection<String> taken) {
        if (Files.exists(home.resolve(module()))) {
            throw new IllegalArgumentException(module() + " is there already, in " + home + ".");
        }
        for (String variant : variantsOf(from)) {
            if (taken.contains(variant)) {
                throw new IllegalArgumentException("There is a server called '" + variant + "' already, and "
                        + "it would be one of the architectures of " + module() + ". Take another name.");
            }
        }
        String folder = "java/dev/refservers/" + packageWord();
        try (Stream<Path> modules = Files.list(home)) {
            modules.filter(module -> Files.exists(module.resolve("src/main/" + folder))
                    || Files.exists(module.resolve("src/test/" + folder))).findFirst().ifPresent(module -> {
                        throw new IllegalArgumentException(
                                "The package dev.refservers." + packageWord() + " is taken by "
                                        + module.getFileName() + ". Take another name.");
                    });
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + home, failure);
        }
    }
}
