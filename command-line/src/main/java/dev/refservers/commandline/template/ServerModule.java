package dev.refservers.commandline.template;

import dev.refservers.server.Architecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A module of servers, to be copied.
 *
 * @param folder where it lies; its name ends in {@value #SUFFIX}
 * @param packageName the package that all of its classes are in, or below
 * @param variants its architectures, in the order of its service file
 */
public record ServerModule(Path folder, String packageName, List<Variant> variants) {

    /** What the names of such folders end in: so they are found by {@code ./servers}. */
    public static final String SUFFIX = "-server";

    /** Where a module tells its architectures. */
    static final String SERVICES = "src/main/resources/META-INF/services/dev.refservers.server.Architecture";

    /**
     * One of its architectures.
     *
     * @param name as {@code ./servers run} takes it
     * @param className the class that is the service
     */
    public record Variant(String name, String className) {

        /** What types of this architecture begin with: {@code EpollEdge} for {@code EpollEdgeArchitecture}. */
        String typePrefix() {
            String simple = className.substring(className.lastIndexOf('.') + 1);
            return simple.endsWith("Architecture") ? simple.substring(0, simple.length() - 12) : simple;
        }

        /** The package of that class. */
        String packageName() {
            return className.substring(0, className.lastIndexOf('.'));
        }
    }

    public ServerModule {
        variants = List.copyOf(variants);
    }

    /** The name of its folder. */
    public String name() {
        return folder.getFileName().toString();
    }

    /** That without the end which all have. */
    String baseName() {
        return name().substring(0, name().length() - SUFFIX.length());
    }

    /** Whether it calls the kernel itself, by {@code shared-linux}. */
    boolean needsLinux() {
        return read(folder.resolve("pom.xml")).contains("<artifactId>shared-linux</artifactId>");
    }

    /** All of them in this checkout, by their names; only those whose architectures are on the class path. */
    public static List<ServerModule> all(Path home) {
        Map<String, String> names = ServiceLoader.load(Architecture.class).stream()
                .collect(Collectors.toMap(provider -> provider.type().getName(), provider -> provider.get().name()));
        try (Stream<Path> folders = Files.list(home)) {
            return folders.filter(folder -> folder.getFileName().toString().endsWith(SUFFIX)
                    && Files.isRegularFile(folder.resolve(SERVICES))).sorted()
                    .map(folder -> of(folder, names)).filter(module -> !module.variants.isEmpty()).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + home, failure);
        }
    }

    private static ServerModule of(Path folder, Map<String, String> names) {
        List<Variant> variants = read(folder.resolve(SERVICES)).lines().map(String::strip).filter(names::containsKey)
                .map(className -> new Variant(names.getOrDefault(className, ""), className)).toList();
        return new ServerModule(folder, variants.isEmpty() ? "" : commonPackage(variants), variants);
    }

    /** The package that is the beginning of all the others. */
    private static String commonPackage(List<Variant> variants) {
        String common = variants.getFirst().packageName();
        for (Variant variant : variants) {
            while (!variant.className().startsWith(common + ".")) {
                common = common.substring(0, common.lastIndexOf('.'));
            }
        }
        return common;
    }

    /**
     * The one of this name, with or without its end.
     *
     * @throws IllegalArgumentException if there is none, with a sentence that tells those there are
     */
    public static ServerModule named(Path home, String name) {
        List<ServerModule> all = all(home);
        for (ServerModule module : all) {
            if (name.equals(module.name()) || name.equals(module.baseName())) {
                return module;
            }
        }
        for (ServerModule module : all) {
            if (module.variants.stream().anyMatch(variant -> variant.name().equals(name))) {
                throw new IllegalArgumentException("There is no module '" + name + "': that is an architecture in "
                        + module.name() + ", and a module is copied as a whole. Take --from " + module.name() + ".");
            }
        }
        throw new IllegalArgumentException("There is no module '" + name + "'" + nearest(all, name) + "; there is "
                + all.stream().map(ServerModule::name).collect(Collectors.joining(", ")) + ".");
    }

    /** What may have been meant: the one that differs least, if that is not much. */
    private static String nearest(List<ServerModule> all, String name) {
        String plain = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        TreeMap<Integer, String> byDistance = new TreeMap<>();
        all.reversed().forEach(module -> byDistance.put(distance(plain, module.baseName()), module.name()));
        return byDistance.isEmpty() || byDistance.firstKey() > 2
                ? ""
                : " (did you mean " + byDistance.firstEntry().getValue() + "?)";
    }

    /** Levenshtein's: how many letters must be put in, taken out or changed. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }
}
