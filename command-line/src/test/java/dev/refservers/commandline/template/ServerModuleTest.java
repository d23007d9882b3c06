package dev.refservers.commandline.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerModuleTest {

    private static final Path HOME = Path.of("..");

    @Test
    void aModuleTellsItsArchitecturesAndTheirPackage() {
        ServerModule epoll = ServerModule.named(HOME, "epoll-server");
        assertEquals("dev.refservers.epoll", epoll.packageName());
        assertEquals(List.of("epoll", "epoll-edge"),
                epoll.variants().stream().map(ServerModule.Variant::name).toList());
        assertEquals(List.of("Epoll", "EpollEdge"),
                epoll.variants().stream().map(ServerModule.Variant::typePrefix).toList());
        assertTrue(epoll.needsLinux());
        assertTrue(!ServerModule.named(HOME, "threaded").needsLinux());
    }

    @Test
    void thereAreSix() {
        assertEquals(List.of("async-server", "blocking-server", "epoll-server", "forking-server", "select-server",
                "threaded-server"), ServerModule.all(HOME).stream().map(ServerModule::name).toList());
    }

    @ParameterizedTest
    @CsvSource({"epol, (did you mean epoll-server?)", "blockin-server, (did you mean blocking-server?)",
        "netty, There is no module 'netty'; there is async-server", "uring, Take --from async-server",
        "shared-linux, There is no module"})
    void anUnknownModuleIsNamedWithWhatMayHaveBeenMeant(String name, String hint) {
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class,
                () -> ServerModule.named(HOME, name));
        assertTrue(String.valueOf(unknown.getMessage()).contains(hint), unknown.getMessage());
    }
}
