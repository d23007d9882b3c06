package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinuxTest {

    @Test
    void saysWhyItCannotBeUsedElsewhere() {
        assertEquals(Optional.empty(), Linux.unavailable("Linux", "amd64"));
        assertEquals(Optional.empty(), Linux.unavailable("Linux", "aarch64"));
        assertTrue(Linux.unavailable("Mac OS X", "aarch64").orElseThrow().contains("this is Mac OS X"));
        assertTrue(Linux.unavailable("Linux", "riscv64").orElseThrow().contains("this is riscv64"));
    }

    @Test
    void everyErrorThatIsListedHasItsName() throws IllegalAccessException {
        for (Field field : Errno.class.getFields()) {
            assertEquals(field.getName(), Errno.name(field.getInt(null)));
        }
    }
}
