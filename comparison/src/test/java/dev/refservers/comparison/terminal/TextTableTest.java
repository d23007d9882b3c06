package dev.refservers.comparison.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void alignsNamesLeftAndFiguresRight() {
        assertEquals("""
                              µs
                server    needed
                epoll        4.3
                threaded   10.25
                """, new TextTable().head("", "µs")
                .head("server", "needed")
                .row(List.of("epoll", "4.3"))
                .row(List.of("threaded", "10.25"))
                .render(80));
    }

    @Test
    void wrapsSentencesBesideTheirNames() {
        assertEquals("""
                epoll     4
                blocking  VOID: one
                          client at
                          a time
                """, new TextTable().row(List.of("epoll", "4"))
                .sentence("blocking", "VOID: one client at a time")
                .render(20));
    }

    @Test
    void isATableInMarkdownToo() {
        assertEquals("""
                |server|µs needed|threads|
                |---|--:|--:|
                |epoll|4.3|1|
                |a\\|b|VOID: \\<none> at all||
                """, new TextTable().head("", "µs", "")
                .head("server", "needed", "threads")
                .row(List.of("epoll", "4.3", "1"))
                .sentence("a|b", "VOID: <none>\nat all")
                .markdown());
    }

    @Test
    void givesALongWordALineOfItsOwn() {
        assertEquals(List.of("a", "very-very-long-word", "b c"), TextTable.wrap("a very-very-long-word b  c", 5));
        assertEquals(List.of(""), TextTable.wrap("  ", 5));
    }

    /** What a server has answered may stand in a report that somebody puts into a pull request. */
    @Test
    void whatAServerSaysIsNoMarkup() {
        assertEquals("\\<script>alert(1)\\</script> \\&lt; ![a\\](http://x/y.png) \\`x\\` \\*b\\* [1]",
                TextTable.escape("<script>alert(1)</script> &lt; ![a](http://x/y.png) `x` *b* [1]"));
    }
}
