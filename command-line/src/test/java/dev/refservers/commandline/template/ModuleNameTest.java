package dev.refservers.commandline.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleNameTest {

    private static final Path HOME = Path.of("..");

    @Test
    void theEndThatAllModulesHaveMayBeLeftOut() {
        assertEquals(ModuleName.of("my-queue"), ModuleName.of("my-queue-server"));
        assertEquals("my-queue-server", ModuleName.of("my-queue").module());
        assertEquals("myqueue", ModuleName.of("my-queue").packageWord());
    }

    @ParameterizedTest
    @CsvSource({"My, must be of small letters", "'', must be of small letters", "a_b, must be of small letters",
        "2nd, must be of small letters", "a--b, must be of small letters", "../x, must be of small letters",
        "-server, must be of small letters", "new, a word of Java's own", "int-server, a word of Java's own"})
    void whatCannotBeAFolderAPackageAndAnArchitectureIsNoName(String text, String reason) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> ModuleName.of(text));
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"epoll, epoll-server is there already", "uring, There is a server called 'uring' already",
        "redis, There is a server called 'redis' already", "linux, The package dev.refservers.linux is taken by",
        "testing, The package dev.refservers.testing is taken by"})
    void aNameThatIsTakenIsRefused(String text, String reason) {
        ServerModule epoll = ServerModule.named(HOME, "epoll");
        ModuleName name = ModuleName.of(text);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> name.mustBeFree(HOME, epoll, List.of("uring", "redis")));
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
    }

    @Test
    void aNameIsTakenTooIfOneOfItsArchitecturesIs() {
        ServerModule epoll = ServerModule.named(HOME, "epoll");
        ModuleName name = ModuleName.of("mine");
        assertThrows(IllegalArgumentException.class, () -> name.mustBeFree(HOME, epoll, List.of("mine-edge")));
        name.mustBeFree(HOME, epoll, List.of("mine-other"));
    }

    @ParameterizedTest
    @CsvSource({"epoll, epoll, mine", "epoll, epoll-edge, mine-edge", "select, select2, mine2",
        "select, reactors, mine-reactors", "forking, prefork, mine-prefork", "async-server, uring, mine-uring"})
    void architecturesAreNamedAfterTheModule(String module, String architecture, String renamed) {
        assertEquals(renamed, ModuleName.of("mine").variantOf(ServerModule.named(HOME, module), architecture));
    }
}
