package dev.refservers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.protocol.Limits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private final Architecture seven = new StubArchitectures.Idle();

    private Settings settings(String... args) {
        return Options.parse(List.of(args), Map.of()).settings(seven);
    }

    @Test
    void withoutOptionsTheDefaultsAreThoseOfTheTypesWithinWhatTheArchitectureHolds() {
        Options options = Options.parse(List.of("idle"), Map.of());
        assertEquals("idle", options.architecture());
        assertEquals("queue", options.protocol());
        Limits limits = options.settings(seven).limits();
        assertEquals(7, limits.maxConnections());
        Limits byDefault = Limits.DEFAULT;
        assertEquals(Settings.DEFAULT.withLimits(new Limits(7, byDefault.maxBulkBytes(), byDefault.maxArguments(),
                byDefault.maxInlineBytes(), byDefault.outputHighWaterBytes(),
                byDefault.maxWaitingInputBytes(), byDefault.maxQueuedBytes(), byDefault.maxBufferedBytes(),
                byDefault.idleTimeoutNanos(), byDefault.lingerNanos())), options.settings(seven));
    }

    @Test
    void everyOptionIsTakenInEitherForm() {
        Settings settings = settings("--host=127.0.0.2", "--port", "0", "idle", "--backlog=3", "--grace-millis", "4",
                "--max-connections=5", "--max-bulk-bytes", "6", "--max-arguments=8", "--max-inline-bytes", "9",
                "--output-high-water-bytes=10", "--max-waiting-input-bytes=15", "--max-queued-bytes", "11",
                "--max-buffered-bytes=17", "--idle-timeout-millis=12", "--linger-millis", "13", "--loops=14",
                "--tcp-keepalive-seconds=16");
        assertEquals(new Settings(new InetSocketAddress("127.0.0.2", 0), 3, Duration.ofMillis(4),
                new Limits(5, 6, 8, 9, 10, 15, 11, 17, 12_000_000, 13_000_000), new Keepalive(16), 14), settings);
    }

    /** Which options there are, the usage text says: who adds one has it tried. */
    @Test
    void whateverIsSaidOfAnOptionTheAnswerIsAValueOrASentence() {
        List<String> flags = Pattern.compile("(?m)^ +(--[a-z-]+) VALUE").matcher(Options.usage("", "")).results()
                .map(option -> option.group(1)).toList();
        assertTrue(flags.size() > 10, flags.toString());
        for (String flag : flags) {
            for (String value : List.of("", " ", "-1", "0", "1", "2147483647", "2147483648", "9223372036854775807",
                    "9".repeat(30),
                    "1e3", "NaN", "[::", "\u00fc\n%s", "x".repeat(5000), "--" + flag)) {
                // No name is looked up: that may take a while.
                if (!flag.equals("--host") || !value.matches("(?s).*[a-zA-Z].*")) {
                    assertAnswers(flag + "=" + value);
                    assertAnswers(flag, value, flag, value);
                }
            }
            assertAnswers(flag);
        }
    }

    private void assertAnswers(String... args) {
        try {
            Options options = Options.parse(Stream.concat(Stream.of("idle"), Stream.of(args)).toList(), Map.of());
            assertTrue(options.settings(seven).loops() <= 1024);
        } catch (IllegalArgumentException wrong) {
            String sentence = String.valueOf(wrong.getMessage());
            assertTrue(sentence.contains(args[0].replaceFirst("(?s)=.*", "")) && sentence.contains(" "), sentence);
        }
    }

    @Test
    void theLastOfTwoCounts() {
        assertEquals(2, settings("idle", "--port", "1", "--port=2").address().getPort());
    }

    @Test
    void whatTheCommandLineDoesNotSayIsTakenFromTheEnvironment() {
        Map<String, String> environment = Map.of("REFSERVERS_ARCHITECTURE", "idle", "REFSERVERS_PORT", "1",
                "REFSERVERS_MAX_CONNECTIONS", "3", "REFSERVERS_PROTOCOL", "echo", "REFSERVER", "x");
        Options options = Options.parse(List.of("--port", "2"), environment);
        assertEquals("idle", options.architecture());
        assertEquals("echo", options.protocol());
        assertEquals(2, options.settings(seven).address().getPort());
        assertEquals(3, options.settings(seven).limits().maxConnections());
        assertEquals("busy", Options.parse(List.of("busy"), environment).architecture());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            REFSERVERS_MAX_CONNECTIONS | 0      | REFSERVERS_MAX_CONNECTIONS is 0, but must be from 1 to 2147483647
            REFSERVERS_PORT            | many   | REFSERVERS_PORT needs a whole number, but got 'many'
            REFSERVERS_HOST            | [::zz] | REFSERVERS_HOST '[::zz]' is no address of this machine
            """)
    void aVariableIsCalledByItsName(String variable, String value, String message) {
        Options options = Options.parse(List.of("idle"), Map.of(variable, value));
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> options.settings(seven)).getMessage());
    }

    @Test
    void aVariableThatStandsForNothingIsRefusedWithThoseThatThereAre() {
        Map<String, String> mistyped = Map.of("REFSERVERS_PROT", "echo", "PATH", "/bin");
        assertEquals("""
                There is no variable REFSERVERS_PROT; there is REFSERVERS_ARCHITECTURE, REFSERVERS_PROTOCOL, \
                REFSERVERS_HOST, REFSERVERS_PORT, REFSERVERS_BACKLOG, REFSERVERS_GRACE_MILLIS, REFSERVERS_LOOPS, \
                REFSERVERS_MAX_CONNECTIONS, REFSERVERS_MAX_BULK_BYTES, REFSERVERS_MAX_ARGUMENTS, \
                REFSERVERS_MAX_INLINE_BYTES, REFSERVERS_OUTPUT_HIGH_WATER_BYTES, \
                REFSERVERS_MAX_WAITING_INPUT_BYTES, REFSERVERS_MAX_QUEUED_BYTES, \
                REFSERVERS_MAX_BUFFERED_BYTES, REFSERVERS_IDLE_TIMEOUT_MILLIS, REFSERVERS_TCP_KEEPALIVE_SECONDS, \
                REFSERVERS_LINGER_MILLIS.""",
                assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("idle"), mistyped))
                        .getMessage());
        assertTrue(Options.parse(List.of("--help"), mistyped).help());
    }

    @Test
    void helpNeedsNothingElse() {
        assertTrue(Options.parse(List.of("--help"), Map.of()).help());
        assertTrue(Options.parse(List.of("idle", "-h", "--nonsense"), Map.of()).help());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | Which architecture? Try --help.
            idle busy                       | One architecture at a time: got 'idle' and 'busy'. Try --help.
            idle --colour red               | Unknown option '--colour'. Try --help.
            idle --port                     | --port needs a value. Try --help.
            idle --port x                   | --port needs a whole number, but got 'x'
            idle --port=                    | --port needs a whole number, but got ''
            idle --port 65536               | --port is 65536, but must be from 0 to 65535
            idle --port -1                  | --port is -1, but must be from 0 to 65535
            idle --port 9999999999          | --port is 9999999999, but must be from 0 to 65535
            idle --host [::zz]              | --host '[::zz]' is no address of this machine
            idle --host=                    | --host is '', but must be an address
            idle --backlog 0                | --backlog is 0, but must be from 1 to 2147483647
            idle --max-connections 0        | --max-connections is 0, but must be from 1 to 2147483647
            idle --max-bulk-bytes 0         | --max-bulk-bytes is 0, but must be from 1 to 2147483647
            idle --max-arguments 0          | --max-arguments is 0, but must be from 1 to 2147483647
            idle --max-inline-bytes 0       | --max-inline-bytes is 0, but must be from 1 to 2147483647
            idle --output-high-water-bytes 0 | --output-high-water-bytes is 0, but must be from 1 to 2147483647
            idle --max-queued-bytes -1      | --max-queued-bytes is -1, but must be from 0 to 9223372036854775807
            idle --max-buffered-bytes x     | --max-buffered-bytes needs a whole number, but got 'x'
            idle --loops 0                  | --loops is 0, but must be from 1 to 1024
            idle --linger-millis -1         | --linger-millis is -1, but must be from 0 to 9223372036854
            idle --grace-millis 9999999999999 | --grace-millis is 9999999999999, but must be from 0 to 9223372036854
            """)
    void whatIsWrongIsSaidWithTheValue(String line, String message) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ");
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> settings(args)).getMessage());
    }
}
