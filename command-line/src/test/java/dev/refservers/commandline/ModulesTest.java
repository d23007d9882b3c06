package dev.refservers.commandline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** What the modules above the servers may know of one another: {@code BoundariesTest} has the rules for those below. */
final class ModulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar")).importPackages("dev.refservers");

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void onlyTheCommandLineReadsOptions() {
        check(noClasses().that().resideOutsideOfPackage("dev.refservers.commandline..")
                .should().dependOnClassesThat().resideInAPackage("picocli..")
                .because("a library is called by other programs than ./servers, too"));
    }

    @Test
    void nobodyUsesTheCommandLine() {
        check(noClasses().that().resideOutsideOfPackage("dev.refservers.commandline..")
                .should().dependOnClassesThat().resideInAPackage("dev.refservers.commandline..")
                .because("it calls all others, and is called by the user"));
    }

    @Test
    void theComparisonDoesNotFuzz() {
        check(noClasses().that().resideInAPackage("dev.refservers.comparison..")
                .should().dependOnClassesThat().resideInAPackage("dev.refservers.fuzzing..")
                .because("only the scripts decide who is measured"));
    }

    @Test
    void theSuiteKnowsNeitherFuzzingNorTheComparison() {
        check(noClasses().that().resideInAPackage("dev.refservers.conformance..")
                .should().dependOnClassesThat().resideInAnyPackage("dev.refservers.fuzzing..",
                        "dev.refservers.comparison..")
                .because("other people's builds depend on conformance-tests, and need the scripts only"));
    }

    @Test
    void fuzzingKnowsNoComparison() {
        check(noClasses().that().resideInAPackage("dev.refservers.fuzzing..")
                .should().dependOnClassesThat().resideInAPackage("dev.refservers.comparison..")
                .because("it asks what a server replies, and not how fast"));
    }

    @Test
    void peersAreStartedByTheirNamesOnly() {
        check(noClasses().that().resideOutsideOfPackage("dev.refservers.peers..")
                .should().dependOnClassesThat().resideInAnyPackage("dev.refservers.peers..", "io.netty..")
                .because("each runs in a process of its own, and Netty is on no other class path"));
    }

    @Test
    void modulesHaveNoCycles() {
        check(slices().matching("dev.refservers.(*)..").should().beFreeOfCycles()
                .because("what is in a cycle can only be built as a whole"));
    }

    @Test
    void partsOfTheComparisonHaveNoCycles() {
        check(slices().matching("dev.refservers.comparison.(*)..").should().beFreeOfCycles()
                .because("what is in a cycle can only be read as a whole"));
    }
}
