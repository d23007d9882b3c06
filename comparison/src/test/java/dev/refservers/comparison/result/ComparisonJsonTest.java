package dev.refservers.comparison.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
        assertEquals("This is dev.refservers.comparison, version 3; only version 2 can be read.", unknown.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null                                     | This is no result of a comparison
            []                                       | This is no result of a comparison
            7                                        | This is no result of a comparison
            {                                        | This is no JSON
            """)
    void saysWhatItIsInstead(String text, String sentence) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> ComparisonJson.read(text));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(sentence), refused.getMessage());
    }

    @Test
    void namesWhatIsMissingWhereverItIs() {
        JsonMapper json = new JsonMapper();
        String whole = ComparisonJson.write(Comparisons.sample());
        List<String> optional = List.of("/alias", "/reference", "/unavailable", "/limit", "/revision", "/cpuQuota",
                "/disturbance", "/javaOptions", "/throttling", "/speaksOnly", "/void", "/summary", "/value",
                "/sendLags", "/latenciesFromSending");
        int tried = 0;
        for (String pointer : pointers("", json.readTree(whole), new ArrayList<>())) {
            if (optional.stream().anyMatch(pointer::endsWith) || pointer.contains("/summary/")
                    || pointer.contains("/figures/") || pointer.contains("/counts/")
                    || pointer.contains("/disturbance/")) {
                continue;
            }
            JsonNode tree = json.readTree(whole);
            int slash = pointer.lastIndexOf('/');
            String name = pointer.substring(slash + 1);
            ((ObjectNode) tree.at(pointer.substring(0, slash))).remove(name);
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                    () -> ComparisonJson.read(json.writeValueAsString(tree)), pointer);
            String sentence = String.valueOf(refused.getMessage());
            assertTrue(sentence.contains(name), pointer + ": " + sentence);
            tried++;
        }
        assertTrue(tried > 50, "members tried: " + tried);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "started" : "[^"]*"     | "started" : "x"        | started: it is not a time, as 2030-01-31T12:00:00Z.
            "started" : "[^"]*"     | "started" : []         | started: it is not a time, as 2030-01-31T12:00:00Z.
            "servers" : \\[         | "servers" : 1, "x" : [ | servers: it is not a list.
            """)
    void saysWhatAMemberShouldBe(String member, String instead, String sentence) {
        String whole = ComparisonJson.write(Comparisons.sample());
        String changed = whole.replaceFirst(member, Matcher.quoteReplacement(instead));
        assertNotEquals(whole, changed, whole);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> ComparisonJson.read(changed));
        assertEquals("This is no whole result of a comparison: " + sentence, refused.getMessage());
    }

    @Test
    void saysThatANumberIsNone() {
        String whole = ComparisonJson.write(Comparisons.sample());
        String changed = whole.replaceFirst("\"seconds\" : [0-9.]+", "\"seconds\" : null");
        assertNotEquals(whole, changed, whole);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> ComparisonJson.read(changed));
        assertTrue(String.valueOf(refused.getMessage()).endsWith("seconds: it is not a number."), refused.getMessage());
    }

    private static List<String> pointers(String at, JsonNode node, List<String> found) {
        if (node.isObject()) {
            node.properties().forEach(member -> {
                found.add(at + "/" + member.getKey());
                pointers(at + "/" + member.getKey(), member.getValue(), found);
            });
        } else if (node.isArray() && !node.isEmpty()) {
            pointers(at + "/0", node.get(0), found);
        }
        return found;
    }

    @Test
    void keepsTheOrderOfFigures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (char letter = 'z'; letter >= 'a'; letter--) {
            figures.put(String.valueOf(letter), 1.0);
        }
        Measurement sample = Comparisons.sample().servers().get(1).cells().getFirst().measurements().getFirst();
        Measurement many = new Measurement(sample.block(), sample.warmUpWindows(), sample.settled(), sample.load(),
                sample.rounds(), sample.steps(), figures);
        assertEquals(List.copyOf(figures.keySet()), List.copyOf(many.figures().keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"format\":\"something else\",\"version\":1}"})
    void refusesWhatIsNoComparison(String text) {
        assertThrows(IllegalArgumentException.class, () -> ComparisonJson.read(text));
    }
}
