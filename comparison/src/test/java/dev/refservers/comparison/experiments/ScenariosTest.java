package dev.refservers.comparison.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.comparison.load.Scenario;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScenariosTest {

    @Test
    void areFoundByName() {
        Scenarios.ALL.forEach(scenario -> assertEquals(scenario, Scenarios.named(scenario.name())));
    }

    @Test
    void areNamedWhenOneIsNotFound() {
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class,
                () -> Scenarios.named("marathon"));
        assertEquals("There is no scenario 'marathon'; there is " + Scenarios.ALL.stream().map(Scenario::name)
                .collect(Collectors.joining(", ")) + ".", unknown.getMessage());
    }

    @Test
    void haveNamesOfTheirOwn() {
        assertEquals(Scenarios.ALL.size(), Scenarios.ALL.stream().map(Scenario::name).distinct().count());
        assertTrue(Scenarios.ALL.size() >= 4);
    }
}
