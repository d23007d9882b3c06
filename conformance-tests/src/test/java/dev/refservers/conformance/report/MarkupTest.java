package dev.refservers.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Text that would be taken for markup is none. */
final class MarkupTest {

    @Test
    void whatMarkupAndXmlReserveIsEscaped() {
        assertEquals("&lt;a href=&quot;x&quot;&gt; &amp; \\x00\\x1b\\x7f é →\n", Markup.escape(
                "<a href=\"x\"> & \0\u001b\u007f é →\n"));
    }

    @Test
    void codeIsTakenAsItIs() {
        assertEquals(
                "<code>*1</code> CRLF <code>*x&lt;</code>, <strong>once <code>a*b*</code></strong>, <em>twice</em>, here",
                Markup.ofMarkdown("`*1` CRLF `*x<`, **once `a*b*`**, *twice*, [here](there.md)"));
    }
}
