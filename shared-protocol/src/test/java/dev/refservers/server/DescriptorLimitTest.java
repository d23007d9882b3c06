package dev.refservers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DescriptorLimitTest {

    @TempDir
    Path process = Path.of("");

    @Test
    void whatIsOpenAndWhatIsSparedIsNotForConnections() throws IOException {
        limits("200                  4096");

        assertEquals(200 - 3 - DescriptorLimit.OTHER_DESCRIPTORS, DescriptorLimit.connections(process, 1));
        assertEquals((200 - 3 - DescriptorLimit.OTHER_DESCRIPTORS) / 4, DescriptorLimit.connections(process, 4));
    }

    @Test
    void oneConnectionIsAlwaysHopedFor() throws IOException {
        limits("16                   16");

        assertEquals(1, DescriptorLimit.connections(process, 1));
    }

    @Test
    void whereNothingIsSaidThereIsNoLimit() throws IOException {
        assertEquals(Integer.MAX_VALUE, DescriptorLimit.connections(process.resolve("none"), 1));
        limits("unlimited            unlimited");
        assertEquals(Integer.MAX_VALUE, DescriptorLimit.connections(process, 1));
    }

    private void limits(String softAndHard) throws IOException {
        Files.createDirectories(process.resolve("fd"));
        for (int i = 0; i < 3; i++) {
            Files.createFile(process.resolve("fd").resolve(Integer.toString(i)));
        }
        Files.writeString(process.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             7                    7                    processes
                Max open files            %s                 files
                """.formatted(softAndHard));
    }
}
