package dev.refservers.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.result.Mismatch;
import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Verdict;
import dev.refservers.conformance.script.Bytes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What newcomers are told about a failure. */
final class HintTest {

    private static Result failed(String expected, String came) {
        return new Result("mine", SampleResults.FAILING, Verdict.FAIL, "line 7", Optional.of(
                new Mismatch(7, "a", expected, came, Bytes.EMPTY)), Transcript.EMPTY, Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +PONG          | -ERR unknown command 'PING', with args | The server does not know PING.
            +PONG          | -ERR unknown command                   | The server does not know a command.
            +PONG          | nothing for 5000 ms                    | The server said nothing in the whole conversation.
            +PONG          | closed rst                             | The server ended the connection, where it must not yet
            hello          | hel, then nothing for 5000 ms          | The beginning of a reply came, but not its end
            closed         | +OK                                    | The server must end the connection here, and did not
            nothing more   | :3                                     | The conversation was over, but the server had said more
            silence 100ms  | :3                                     | The server must say nothing here yet.
            nil*           | nil (nil is not nil*)                  | Nil ($-1) came, where there must be the nil array (*-1).
            [ \"a\" \"b\" ]    | [ \"b\" \"a\" ]                            | The kind of reply, an array (*), is right, but not
            +PONG          | no reply: 'P' begins none              | These bytes are no reply at all.
            """)
    void aHintSaysWhatItUsuallyMeans(String expected, String came, String beginning) {
        String hint = Hint.of(failed(expected, came)).orElseThrow();
        assertTrue(hint.startsWith(beginning), hint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +PONG | -ERR unknown command 'PING', with | does not know PING
            :1    | +1                                | sent a simple string (+) where there must be an integer (:)
            :1    | -ERR no (it is not :1)            | answered -ERR no
            """)
    void failuresWithTheSameCauseAreFoundToBelongTogether(String expected, String came, String cause) {
        assertEquals(Optional.of(cause), Hint.cause(failed(expected, came)));
    }
}
