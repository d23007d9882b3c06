package dev.refservers.conformance.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.conformance.script.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was made on somebody's server is known by what was said to it. */
final class OwnKeysTest {

    private final OwnKeys keys = new OwnKeys();

    private void says(String bytes) {
        keys.sent("a", Bytes.of(bytes));
    }

    private List<String> deleted() {
        return keys.deletions().stream().flatMap(words -> words.stream().skip(1)).map(Bytes::latin1).toList();
    }

    @Test
    void nothingWasMadeAndNothingIsDeleted() {
        says("PING\r\nLPOP q\r\nBLPOP q 0\r\n*3\r\n$5\r\nLLEN \r\n$1\r\nq\r\n$1\r\nx\r\n");
        assertEquals(List.of(), keys.deletions());
    }

    @Test
    void whatEachCommandMakesIsDeletedByName() {
        says("*3\r\n$5\r\nRPUSH\r\n$2\r\nk1\r\n$1\r\nx\r\nlpush k2 x\nRPUSH\r\n");
        says("LMOVE s k3 LEFT LEFT\r\nBLMOVE s k4 LEFT LEFT 0\r\nRPOPLPUSH s k5\r\nBRPOPLPUSH s k6 0\r\n");
        says("*0\r\n*-1\r\n \r\nRPUSH k2 again\r\n");
        assertEquals(List.of("k1", "k2", "k3", "k4", "k5", "k6"), deleted());
    }

    @Test
    void keysAreAnyBytesHoweverTheyAreSaid() {
        says("*3\r\n$5\r\nRPUSH\r\n$4\r\n\r\n\0\u00ff\r\n$1\r\nx\r\n*3\r\n$5\r\nRPUSH\r\n$0\r\n\r\n$1\r\nx\r\n");
        says("RPUSH \"a \\x41\\n\" x\r\nRPUSH 'it\\'s' x\r\nRPUSH \u000ba\"b c\" x\r\n");
        assertEquals(List.of("\r\n\0\u00ff", "", "a A\n", "it's", "ab c"), deleted());
    }

    @Test
    void aRequestInPiecesIsOneAndClientsDoNotMix() {
        String request = "*4\r\n$5\r\nRPUSH\r\n$3\r\nkey\r\n$5\r\n12345\r\n$0\r\n\r\n";
        for (int i = 0; i < request.length(); i++) {
            keys.sent("a", Bytes.of(request.substring(i, i + 1)));
            keys.sent("b", Bytes.of(request.replace("key", "yek").substring(i, i + 1)));
        }
        assertEquals(List.of("key", "yek"), deleted());
    }

    @Test
    void nothingIsMadeBehindAnError() {
        says("RPUSH before x\r\n*1\r\nfoo\r\nRPUSH behind x\r\n");
        keys.sent("b", Bytes.of("*1x\r\nRPUSH behind x\r\n"));
        keys.sent("c", Bytes.of("*2\r\n$-1\r\nRPUSH behind x\r\n"));
        assertEquals(List.of("before"), deleted());
        keys.clientsAreGone();
        says("RPUSH anew x\r\n");
        assertEquals(List.of("before", "anew"), deleted());
    }

    @Test
    void manyAreDeletedInSeveralCommands() {
        IntStream.range(0, 1200).forEach(i -> says("RPUSH k" + i + " x\r\n"));
        assertEquals(List.of(501, 501, 201), keys.deletions().stream().map(List::size).toList());
    }

    @Test
    void whatIsHeldIsToldOfEveryDatabase() {
        assertEquals("", OwnKeys.held(Bytes.of("# Keyspace\r\n")));
        assertEquals("", OwnKeys.held(Bytes.of("# Keyspace\r\ndb0:keys=0,expires=0\r\n")));
        assertEquals("database 3 holds 1 key, database 12 holds 40 keys", OwnKeys.held(
                Bytes.of("# Keyspace\r\ndb3:keys=1,expires=0\r\ndb12:keys=40,expires=0\r\n")));
    }
}
