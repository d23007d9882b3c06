package dev.refservers.commandline.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A module in this checkout that began as a copy of another. Used by one thread.
 *
 * @param folder where it lies
 * @param variants its architectures, in the order of those it was copied from
 * @param renamed its architectures by the names of those
 * @param files how many files it has
 */
public record ModuleCopy(Path folder, List<String> variants, Map<String, String> renamed, int files) {

    private static final String DEPENDENCIES_END = "    </dependencies>\n";
    private static final String CONFORMANCE = """
                    <dependency>
                        <groupId>dev.refservers</groupId>
                        <artifactId>conformance-tests</artifactId>
                        <scope>test</scope>
                    </dependency>
            """;

    /** Copies, renames, and adds one line to the parent pom. */
    public static ModuleCopy create(Path home, ServerModule from, ModuleName to) throws IOException {
        Map<String, ModuleFile> originals = ModuleFiles.read(from.folder());
        String packageName = "dev.refservers." + to.packageWord();
        Renaming renaming = new Renaming(from, to, packageName, originals.keySet());
        Map<String, ModuleFile> files = renamed(originals, renaming);
        ConformanceTestSource.addTo(files, packageName, renaming.variants());
        files.computeIfPresent("pom.xml", (_, pom) -> pom.changed(ModuleCopy::withConformance));
        files.computeIfPresent("README.md", (_, page) -> page.changed(text -> withOrigin(text, from, to)));
        Path folder = home.resolve(to.module());
        Path parent = home.resolve("pom.xml");
        String registered = withModule(Files.readString(parent), from.name(), to.module());
        ModuleFiles.write(folder, files);
        try {
            ModuleFiles.replace(parent, registered);
        } catch (IOException | RuntimeException failure) {
            ModuleFiles.delete(folder);
            throw failure;
        }
        return new ModuleCopy(folder, renaming.variants(), renaming.names(), files.size());
    }

    /** The files under their new names, with their new text. */
    static Map<String, ModuleFile> renamed(Map<String, ModuleFile> originals, Renaming renaming) {
        Map<String, ModuleFile> files = new TreeMap<>();
        originals.forEach((file, original) -> {
            String path = renaming.path(file);
            if (files.put(path, original.changed(text -> renaming.text(file, text))) != null) {
                throw new IllegalArgumentException("Two files would be called " + path + ". Take another name.");
            }
        });
        return files;
    }

    /** Takes it away again, and its line in the parent pom. */
    public void delete() throws IOException {
        Path parent = folder.resolveSibling("pom.xml");
        ModuleFiles.replace(parent, Files.readString(parent).replace(line(folder.getFileName().toString()), ""));
        ModuleFiles.delete(folder);
    }

    private static String line(String module) {
        return "        <module>" + module + "</module>\n";
    }

    private static String withModule(String parent, String neighbour, String module) throws IOException {
        String after = line(neighbour);
        if (!parent.contains(after)) {
            throw new IOException("pom.xml has no line <module>" + neighbour + "</module>: where shall " + module
                    + " be registered?");
        }
        return parent.replace(after, after + line(module));
    }

    private static String withConformance(String pom) {
        int end = pom.lastIndexOf(DEPENDENCIES_END);
        return pom.contains("<artifactId>conformance-tests</artifactId>") || end < 0
                ? pom
                : pom.substring(0, end) + CONFORMANCE + pom.substring(end);
    }

    private static String withOrigin(String page, ServerModule from, ModuleName to) {
        String title = "# " + to.module() + "\n";
        return page.replaceFirst("(?m)^" + title, title + """

                > Began as a copy of [%s](../%s/README.md), by `./servers new`. What it says was written about that one, and
                > measured there: keep what is still true, and put figures of your own here.
                """.formatted(from.name(), from.name()));
    }
}
