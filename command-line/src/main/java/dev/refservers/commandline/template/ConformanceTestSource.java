package dev.refservers.commandline.template;

import java.util.List;
import java.util.Map;

/** The class of five lines that makes every script a test of one architecture. */
final class ConformanceTestSource {

    private ConformanceTestSource() {}

    /** Adds one for each architecture that has none, in this package. */
    static void addTo(Map<String, ModuleFile> files, String packageName, List<String> variants) {
        for (String variant : variants) {
            String type = ModuleName.camelCase(variant);
            files.putIfAbsent("src/test/java/" + packageName.replace('.', '/') + "/" + type + "ConformanceTest.java",
                    ModuleFile.of(text(packageName, type, variant)));
        }
    }

    private static String text(String packageName, String type, String variant) {
        return """
                package %s;

                import dev.refservers.conformance.junit.ConformanceTests;
                import dev.refservers.conformance.targets.Target;
                import dev.refservers.conformance.targets.Targets;

                /** Every script, against servers in processes of their own. */
                final class %sConformanceTest extends ConformanceTests {

                    @Override
                    protected Target target() {
                        return Targets.architecture("%s");
                    }
                }
                """.formatted(packageName, type, variant);
    }
}
