package dev.refservers.comparison.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ComparisonJsonTest {

    @Test
    void readsWhatItHasWritten() {
        assertEquals(Comparisons.sample(), ComparisonJson.read(ComparisonJson.write(Comparisons.sample())));
    }

    @Test
    void saysItsFormatAndVersionFirst() {
        assertTrue(ComparisonJson.write(Comparisons.sample()).matches(
                "(?s)\\{\\s+\"format\" : \"dev.refservers.comparison\",\\s+\"version\" : 2,.*"));
    }

    @Test
    void hasTheSummaryOfACellOrWhyItIsVoid() {
        JsonNode servers = new JsonMapper().readTree(ComparisonJson.write(Comparisons.sample())).get("servers");
        JsonNode epoll = servers.get(1).get("cells").get(0);
        assertEquals(4.5, epoll.get("summary").get("cpuMicrosPerRequest").asDouble());
        assertEquals(2, epoll.get("measurements").size());
        assertFalse(epoll.has("void"));
        JsonNode flawed = servers.get(2).get("cells").get(0);
        assertEquals("Not measured: it does not conform.", flawed.get("void").asString());
        assertFalse(flawed.has("summary"));
    }

    @Test
    void saysWhichVersionItCanRead() {
        String newer = ComparisonJson.write(Comparisons.sample()).replaceFirst("\"version\" : 2", "\"version\" : 3");
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class,
                () -> ComparisonJson.read(newer));
        assertEquals("This is dev.refservers.comparison, version 3; only dev.refservers.comparison, version 2, can be "
                + "read.", unknown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"format\":\"something else\",\"version\":1}"})
    void refusesWhatIsNoComparison(String text) {
        assertThrows(IllegalArgumentException.class, () -> ComparisonJson.read(text));
    }
}
