package dev.refservers.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.conformance.junit.ConformanceTests;
import dev.refservers.conformance.script.Selection;
import dev.refservers.conformance.targets.Target;
import dev.refservers.conformance.targets.Targets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Every architecture passes every script that applies to it, each server in its own process. One of them:
 * {@code -Dtest='ArchitecturesConformanceTest$EpollEdge'}.
 */
final class ArchitecturesConformanceTest {

    @Test
    void noneIsMissing() {
        Set<String> played = Arrays.stream(ArchitecturesConformanceTest.class.getDeclaredClasses())
                .filter(each -> each.isAnnotationPresent(Nested.class)).map(Scripts::nameOf)
                .collect(Collectors.toSet());
        assertEquals(Targets.architectures().stream().map(Target::name).collect(Collectors.toSet()), played);
    }

    /** Of the architecture that the class is named after. */
    abstract static class Scripts extends ConformanceTests {

        /** As on a command line: EpollEdge is epoll-edge. */
        static String nameOf(Class<?> type) {
            return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        }

        @Override
        protected Target target() {
            return Targets.architecture(nameOf(getClass()));
        }

        @Override
        protected Selection selection() {
            return Quick.scripts(nameOf(getClass()));
        }
    }

    @Nested
    final class Blocking extends Scripts {}

    @Nested
    final class Polling extends Scripts {}

    @Nested
    final class Threaded extends Scripts {}

    @Nested
    final class Virtual extends Scripts {}

    @Nested
    final class Pooled extends Scripts {}

    @Nested
    final class Forking extends Scripts {}

    @Nested
    final class Prefork extends Scripts {}

    @Nested
    final class Select extends Scripts {}

    @Nested
    final class Reactors extends Scripts {}

    @Nested
    final class Select2 extends Scripts {}

    @Nested
    final class Poll2 extends Scripts {}

    @Nested
    final class Epoll extends Scripts {}

    @Nested
    final class EpollEdge extends Scripts {}

    @Nested
    final class Async extends Scripts {}

    @Nested
    final class Uring extends Scripts {}

    @Nested
    final class Sigio extends Scripts {}
}
