package dev.refservers.commandline.template;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a module's files, and what is written in them, are called in its copy.
 *
 * <p>
 * Renamed are the package, the types that begin with an architecture's name, the module, and the architectures where
 * they are meant by name: in a string of code that begins with one, in {@code @code}, and in the commands and
 * transcripts of a page. What is only said about epoll, in prose, is still about epoll.
 */
final class Renaming {

    private final ServerModule from;
    private final String module;
    private final String packageName;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Pattern packages;
    private final Pattern typeWords;
    private final Pattern inStrings;
    private final Pattern inPages;

    /** Of the files of {@code from}, of which these are the paths. */
    Renaming(ServerModule from, ModuleName to, String packageName, Collection<String> files) {
        this.from = from;
        this.module = to.module();
        this.packageName = packageName;
        from.variants().forEach(variant -> names.put(variant.name(), to.variantOf(from, variant.name())));
        files.stream().filter(file -> file.endsWith(".java")).forEach(this::addType);
        packages = Pattern.compile("\\b" + Pattern.quote(from.packageName()) + "\\b");
        typeWords = Pattern.compile("\\b" + anyOf(types.keySet()) + "\\b");
        String name = anyOf(names.keySet());
        inStrings = Pattern.compile("(?<=\"|\\{@code )" + name + "(?![\\w(./])");
        inPages = Pattern.compile("(?m)(?<=`)" + name + "(?=[`-])"
                + "|(?<=\\./servers (?:run|conform|compare) |server\\.Main )" + name + "(?![\\w-])"
                + "|^" + name + "(?= listens on )");
    }

    private void addType(String file) {
        int slash = file.lastIndexOf('/');
        String type = file.substring(slash + 1, file.length() - ".java".length());
        String folder = file.substring(0, slash).replace('/', '.');
        from.variants().stream()
                .filter(variant -> type.matches(variant.typePrefix() + "(?![a-z]).*")
                        && (file.startsWith("src/test/") || folder.endsWith("." + variant.packageName())))
                .max(Comparator.comparingInt(variant -> variant.typePrefix().length()))
                .ifPresent(variant -> types.put(type, typePrefix(variant)
                        + type.substring(variant.typePrefix().length())));
    }

    private String typePrefix(ServerModule.Variant variant) {
        return ModuleName.camelCase(names.getOrDefault(variant.name(), variant.name()));
    }

    /** One of these words, and the longest that fits. */
    private static String anyOf(Collection<String> words) {
        return words.stream().sorted(Comparator.comparingInt(String::length).reversed()).map(Pattern::quote)
                .collect(Collectors.joining("|", "(?:", ")"));
    }

    /** The architectures, old names to new ones. */
    Map<String, String> names() {
        return Map.copyOf(names);
    }

    /** The new architectures, in order. */
    List<String> variants() {
        return List.copyOf(names.values());
    }

    /** The name that types of this new architecture begin with. */
    String typePrefix(String variant) {
        return ModuleName.camelCase(variant);
    }

    /** Where a file of the module lies in the copy. */
    String path(String file) {
        String moved = file.replace(from.packageName().replace('.', '/') + "/", packageName.replace('.', '/') + "/");
        if (!file.endsWith(".java")) {
            return moved;
        }
        int name = moved.lastIndexOf('/') + 1;
        String type = moved.substring(name, moved.length() - ".java".length());
        return moved.substring(0, name) + types.getOrDefault(type, type) + ".java";
    }

    /** What such a file says in the copy. */
    String text(String file, String text) {
        String renamed = replace(packages, text, word -> packageName)
                .replace(from.packageName().replace('.', '/') + "/", packageName.replace('.', '/') + "/");
        renamed = types.isEmpty() ? renamed : replace(typeWords, renamed, word -> types.getOrDefault(word, word));
        if (file.endsWith(".java")) {
            return replace(inStrings, renamed, word -> names.getOrDefault(word, word));
        }
        if (file.endsWith(".md")) {
            renamed = replace(inPages, renamed, word -> names.getOrDefault(word, word));
        }
        return replace(Pattern.compile("(?<![\\w/-])" + Pattern.quote(from.name()) + "\\b"), renamed, word -> module);
    }

    private interface Replacement {
        String of(String word);
    }

    private static String replace(Pattern pattern, String text, Replacement replacement) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement.of(match.group())));
    }
}
