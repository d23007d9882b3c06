package dev.refservers.conformance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What may know what, and what each architecture does without: that is what makes it this architecture. */
final class BoundariesTest {

    private static final List<String> MODULES = List.of("blocking", "threaded", "forking", "select", "epoll", "async");

    private static final List<String> PROTOCOLS = List.of("queue", "http", "echo");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.refservers");

    private static String packageOf(String module) {
        return "dev.refservers." + module + "..";
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void aProtocolDoesNoInputOrOutput() {
        check(noClasses().that().resideInAPackage(packageOf("protocol"))
                .should().dependOnClassesThat().resideInAnyPackage("java.net..", "java.io..", "java.nio.channels..",
                        "java.nio.file..")
                .because("a session is fed and asked by whatever architecture drives it: one that touched a socket "
                        + "would choose the architecture itself"));
    }

    @Test
    void aProtocolHasNoThreads() {
        check(noClasses().that().resideInAPackage(packageOf("protocol"))
                .should().dependOnClassesThat(assignableToAny(Thread.class, Executor.class, ThreadFactory.class))
                .because("which thread runs a session, and when, is what architectures differ in"));
    }

    @Test
    void onlyTheQueuesThatAllSessionsShareHaveALock() {
        check(noClasses().that().resideInAPackage(packageOf("protocol"))
                .and().doNotHaveFullyQualifiedName("dev.refservers.protocol.queue.LocalQueues")
                .should().dependOnClassesThat().resideInAPackage("java.util.concurrent.locks..")
                .because("a session is used by one thread at a time, and a lock of its own would only hide where it "
                        + "is not"));
    }

    @Test
    void aProtocolReadsNoClock() {
        check(noClasses().that().resideInAPackage(packageOf("protocol"))
                .should(callAny(System.class, "nanoTime", "currentTimeMillis"))
                .orShould().dependOnClassesThat().resideInAPackage("java.time..")
                .because(
                        "the time is an argument: so tests need not wait, and a loop reads the clock once for all of its "
                                + "sessions"));
    }

    @TestFactory
    Stream<DynamicTest> noServerModuleKnowsAnother() {
        return MODULES.stream().map(module -> DynamicTest.dynamicTest(module, () -> {
            String[] others = MODULES.stream().filter(other -> !other.equals(module)).map(BoundariesTest::packageOf)
                    .toArray(String[]::new);
            check(noClasses().that().resideInAPackage(packageOf(module))
                    .should().dependOnClassesThat().resideInAnyPackage(others)
                    .because("a module is copied as the start of somebody's own server, and must come alone"));
        }));
    }

    @TestFactory
    Stream<DynamicTest> aServerModuleHasNoThirdPartyDependency() {
        return MODULES.stream().map(module -> DynamicTest.dynamicTest(module, () -> check(classes()
                .that().resideInAPackage(packageOf(module))
                .should().onlyDependOnClassesThat().resideInAnyPackage(packageOf(module), packageOf("protocol"),
                        packageOf("server"), packageOf("linux"), "java..", "org.jspecify..")
                .because("people copy these modules: what they need beside them must be ours, or Java's"))));
    }

    @Test
    void onlySharedLinuxCallsForeignFunctions() {
        check(noClasses().that().resideOutsideOfPackage(packageOf("linux"))
                .should().dependOnClassesThat().resideInAPackage("java.lang.foreign..")
                .because(
                        "a layout or a constant that is wrong crashes the process: there is one place for them, with a "
                                + "test against the system's headers"));
    }

    @Test
    void sharedLinuxKnowsNobody() {
        check(classes().that().resideInAPackage(packageOf("linux"))
                .should().onlyDependOnClassesThat().resideInAnyPackage(packageOf("linux"), "java..", "org.jspecify..")
                .because("it binds system calls, and does not know what for"));
    }

    @Test
    void aProtocolKnowsNoServer() {
        check(classes().that().resideInAPackage(packageOf("protocol"))
                .should().onlyDependOnClassesThat().resideInAnyPackage(packageOf("protocol"), "java..",
                        "org.jspecify..")
                .because("all architectures run every protocol, also one that somebody adds"));
    }

    @TestFactory
    Stream<DynamicTest> noProtocolKnowsAnother() {
        return PROTOCOLS.stream().map(protocol -> DynamicTest.dynamicTest(protocol, () -> check(classes()
                .that().resideInAPackage("dev.refservers.protocol." + protocol)
                .should().onlyDependOnClassesThat().resideInAnyPackage("dev.refservers.protocol",
                        "dev.refservers.protocol." + protocol, "java..", "org.jspecify..")
                .because("each is an example for whoever writes his own, on the seam alone"))));
    }

    @Test
    void theSeamKnowsNoProtocol() {
        check(classes().that().resideInAPackage("dev.refservers.protocol")
                .should().onlyDependOnClassesThat().resideInAnyPackage("dev.refservers.protocol", "java..",
                        "org.jspecify..")
                .because("a server that runs one protocol of its own needs none of ours"));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("dev.refservers.(**)").should().beFreeOfCycles()
                .because("what is in a cycle can only be read as a whole"));
    }

    @Test
    void blockingWaitsInOneRead() {
        check(noClasses().that().resideInAPackage(packageOf("blocking"))
                .should().dependOnClassesThat(isSelectorOrKey())
                .because("the iterative server waits for one socket, and the polling one for none"));
        check(noClasses().that().resideInAPackage(packageOf("blocking"))
                .and().doNotHaveSimpleName("RunningServer")
                .should(createThreads())
                .because(
                        "there is one thread, which the server starts with (polling's by the LoopServer that all loops "
                                + "share): the next client waits for it"));
    }

    @Test
    void threadedHasNoSelector() {
        check(noClasses().that().resideInAPackage(packageOf("threaded"))
                .should().dependOnClassesThat(isSelectorOrKey())
                .because("its threads wait in blocking calls, each for one client"));
    }

    @Test
    void onlyForkingStartsProcesses() {
        check(noClasses().that(resideInAnyPackage(MODULES.stream().filter(module -> !module.equals("forking"))
                .map(BoundariesTest::packageOf).toArray(String[]::new)))
                .should().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
                .because("a process for a connection is what makes a server a forking one"));
    }

    @Test
    void selectWaitsInSelectors() {
        check(noClasses().that().resideInAPackage(packageOf("select"))
                .should().dependOnClassesThat(asynchronousChannels())
                .because("a reactor is told what is ready, and then reads and writes itself"));
    }

    @Test
    void epollWaitsInItsOwnSystemCall() {
        check(noClasses().that().resideInAPackage(packageOf("epoll"))
                .should().dependOnClassesThat().resideInAPackage("java.nio.channels..")
                .because("it shows epoll itself, and not what Java makes of it"));
    }

    @Test
    void levelTriggeredEpollDoesNotKnowTheEdgeTriggered() {
        check(noClasses().that().haveFullyQualifiedName("dev.refservers.epoll.LevelConnection")
                .should().dependOnClassesThat().haveFullyQualifiedName("dev.refservers.epoll.EdgeConnection")
                .because("the two are read as a diff"));
    }

    @Test
    void anEpollLoopIsOneThread() {
        check(noClasses().that().resideInAPackage(packageOf("epoll"))
                .should(createThreads())
                .because(
                        "several loops are several servers on one port: each has the thread that LoopServer gives it"));
        check(noClasses().that().resideInAPackage(packageOf("epoll"))
                .and().haveNameMatching(".*\\.(EventLoop|LevelConnection|EdgeConnection)")
                .should().dependOnClassesThat().resideInAPackage("java.util.concurrent.locks..")
                .because("a loop and its connections belong to one thread; what others may do is to enqueue and ring"));
    }

    @Test
    void asyncIsToldOfCompletions() {
        check(noClasses().that().resideInAPackage(packageOf("async"))
                .should().dependOnClassesThat(isSelectorOrKey())
                .because("a proactor never asks what is ready: it is told what is done"));
    }

    @Test
    void uringIsToldOfCompletionsByTheKernelItself() {
        check(noClasses().that().resideInAPackage("dev.refservers.async.uring..")
                .should().dependOnClassesThat().resideInAPackage("java.nio.channels..")
                .orShould(callAny("dev.refservers.linux.Epoll", "create", "ctl", "wait"))
                .orShould(callAny("dev.refservers.linux.Sockets", "accept4", "recv", "send"))
                .orShould(callAny("dev.refservers.linux.Descriptors", "read", "write"))
                .because("whatever may have to wait is handed to the ring: any other call is one that connections do "
                        + "not share"));
    }

    @Test
    void sigioIsSentSignals() {
        check(noClasses().that().resideInAPackage("dev.refservers.async.sigio..")
                .should().dependOnClassesThat().resideInAPackage("java.nio.channels..")
                .orShould().dependOnClassesThat(areOfLinux("Epoll", "EventFd", "Waker", "Poll", "Select"))
                .because("it never asks which socket is ready: signals tell it, also that another thread wants it"));
    }

    private static DescribedPredicate<JavaClass> areOfLinux(String... names) {
        return resideInAPackage("dev.refservers.linux").and(DescribedPredicate.describe(
                "are among " + String.join(", ", names), type -> List.of(names).contains(type.getSimpleName())));
    }

    private static DescribedPredicate<JavaClass> isSelectorOrKey() {
        return DescribedPredicate.describe("are selectors", type -> type.getName().equals(
                "java.nio.channels.Selector") || type.getName().equals("java.nio.channels.SelectionKey"));
    }

    private static DescribedPredicate<JavaClass> asynchronousChannels() {
        return resideInAPackage("java.nio.channels").and(DescribedPredicate.describe("are asynchronous",
                type -> type.getSimpleName().startsWith("Asynchronous")));
    }

    private static DescribedPredicate<JavaClass> assignableToAny(Class<?>... types) {
        return DescribedPredicate.describe("have to do with threads",
                type -> Stream.of(types).anyMatch(type::isAssignableTo));
    }

    private static ArchCondition<JavaClass> callAny(Class<?> owner, String... methods) {
        return callAny(owner.getName(), methods);
    }

    private static ArchCondition<JavaClass> callAny(String owner, String... methods) {
        return ArchConditions.callMethodWhere(DescribedPredicate.describe(
                "calls " + String.join(" or ", methods), call -> call.getTargetOwner().getName().equals(owner)
                        && List.of(methods).contains(call.getName())));
    }

    /** Threads are made by constructors, builders, executors and their factories. */
    private static ArchCondition<JavaClass> createThreads() {
        return ArchConditions.accessTargetWhere(DescribedPredicate.describe(
                "creates a thread", BoundariesTest::createsThread));
    }

    private static boolean createsThread(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return owner.isEquivalentTo(Executors.class) || (owner.isEquivalentTo(Thread.class)
                && List.of("<init>", "ofPlatform", "ofVirtual", "startVirtualThread").contains(access.getName()));
    }
}
