package dev.refservers.commandline.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Maven project outside this checkout that began as a copy of a module. Used by one thread.
 *
 * @param folder where it lies
 * @param variants its architectures
 * @param artifacts what it depends on of ours, by their names
 */
public record StandaloneProject(Path folder, List<String> variants, List<String> artifacts) {

    /**
     * Writes it: the module's main code under new names, a pom, a README, a test class for each architecture.
     *
     * @param packageName what all its classes will be in
     * @throws IllegalArgumentException if there is something already, with a sentence that says so
     */
    public static StandaloneProject create(Path home, ServerModule from, ModuleName to, String packageName,
            Path folder) throws IOException {
        mustBeFree(folder);
        Map<String, ModuleFile> originals = new TreeMap<>(ModuleFiles.read(from.folder()));
        originals.keySet().removeIf(file -> !file.startsWith("src/main/"));
        Renaming renaming = new Renaming(from, to, packageName, originals.keySet());
        Map<String, ModuleFile> files = ModuleCopy.renamed(originals, renaming);
        ConformanceTestSource.addTo(files, packageName, renaming.variants());
        List<String> artifacts = from.needsLinux()
                ? List.of("shared-protocol", "shared-linux", "conformance-tests")
                : List.of("shared-protocol", "conformance-tests");
        Map<String, String> words = words(Files.readString(home.resolve("pom.xml")), from, to, packageName, renaming);
        files.put("pom.xml", ModuleFile.of(filled("pom.xml", words)));
        files.put("README.md", ModuleFile.of(filled("README.md", words)));
        files.put(".gitignore", ModuleFile.of("target/\n"));
        files.put("LICENSE", ModuleFile.read(home.resolve("LICENSE")));
        files.put("config/server.jvm", ModuleFile.read(home.resolve("config/server.jvm")));
        ModuleFiles.write(folder, files);
        return new StandaloneProject(folder, renaming.variants(), artifacts);
    }

    private static void mustBeFree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--standalone is " + folder + ", but that is a file.");
        }
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw new IllegalArgumentException("--standalone is " + folder + ", but that folder is not empty.");
            }
        }
    }

    /** What stands between {@code @} and {@code @} in the templates. */
    private static Map<String, String> words(String parent, ServerModule from, ModuleName to, String packageName,
            Renaming renaming) {
        Map<String, String> words = new TreeMap<>();
        words.put("from", from.name());
        words.put("name", to.base());
        words.put("artifact", to.module());
        words.put("package", packageName);
        words.put("group", packageName.contains(".")
                ? packageName.substring(0, packageName.lastIndexOf('.'))
                : packageName);
        words.put("version", first(parent, "<version>([^<]+)</version>"));
        words.put("linux", from.needsLinux() ? dependency("shared-linux") : "");
        words.put("linux-too", from.needsLinux() ? ", `shared-linux`" : "");
        words.put("variants", renaming.variants().stream().map(name -> "`" + name + "`")
                .collect(Collectors.joining(", ")));
        for (String library : List.of("jspecify", "junit")) {
            words.put(library, first(parent, "<" + library + ".version>([^<]+)<"));
        }
        for (String plugin : List.of("resources", "toolchains", "compiler", "surefire", "dependency", "jar")) {
            words.put(plugin, first(parent, "<artifactId>maven-" + plugin
                    + "-plugin</artifactId>\\s*<version>([^<]+)</version>"));
        }
        return words;
    }

    private static String first(String text, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("the parent pom has nothing like " + regex);
        }
        return matcher.group(1);
    }

    private static String dependency(String artifact) {
        return """
                        <dependency>
                            <groupId>dev.refservers</groupId>
                            <artifactId>%s</artifactId>
                            <version>${refservers.version}</version>
                        </dependency>
                """.formatted(artifact);
    }

    private static String filled(String template, Map<String, String> words) throws IOException {
        String text;
        try (InputStream in = StandaloneProject.class.getResourceAsStream("standalone-" + template)) {
            if (in == null) {
                throw new IllegalStateException("the template of " + template + " is not on the class path");
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return Pattern.compile("@([a-z-]+)@\n?").matcher(text).replaceAll(match -> {
            String word = words.get(match.group(1));
            if (word == null) {
                throw new IllegalStateException("the template of " + template + " asks for @" + match.group(1) + "@");
            }
            boolean ofLines = word.isEmpty() || word.endsWith("\n");
            return Matcher.quoteReplacement(word + (match.group().endsWith("\n") && !ofLines ? "\n" : ""));
        });
    }
}
