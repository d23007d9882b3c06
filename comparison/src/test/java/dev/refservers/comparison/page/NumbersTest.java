package dev.refservers.comparison.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0", "0.00123|0.00123", "4.449|4.45", "9.999|10.0", "45.01|45.0",
        "99.96|100",
        "1234.4|1,234", "-3.14159|-3.14"})
    void areWrittenWithThreeDigitsThatCount(double number, String text) {
        assertEquals(text, Numbers.three(number));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0.5|0.5", "20|20", "5000|5000", "10000|10k", "2500000|2.5M", "0|0"})
    void areShortAtAxes(double number, String text) {
        assertEquals(text, Numbers.tick(number));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"12.34|12.3 µs", "1500|1.50 ms", "2000000|2.00 s"})
    void haveTheUnitThatSuitsATime(double micros, String text) {
        assertEquals(text, Numbers.time(micros));
    }
}
