package dev.refservers.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.refservers.conformance.result.Result;
import dev.refservers.conformance.result.Results;
import dev.refservers.conformance.result.TargetResults;
import dev.refservers.conformance.result.Verdict;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** JUnit XML as continuous integration reads it. */
final class JunitReportTest {

    /** What Surefire's schema 3.0 and Jenkins's junit-10 both allow, and no more. */
    private static final String SCHEMA = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
              <xs:simpleType name="seconds">
                <xs:restriction base="xs:string"><xs:pattern value="[0-9]+\\.[0-9]{3}"/></xs:restriction>
              </xs:simpleType>
              <xs:complexType name="problem">
                <xs:simpleContent><xs:extension base="xs:string">
                  <xs:attribute name="message" type="xs:string" use="required"/>
                  <xs:attribute name="type" type="xs:string" use="required"/>
                </xs:extension></xs:simpleContent>
              </xs:complexType>
              <xs:complexType name="skip"><xs:attribute name="message" type="xs:string" use="required"/></xs:complexType>
              <xs:complexType name="property">
                <xs:attribute name="name" type="xs:string" use="required"/>
                <xs:attribute name="value" type="xs:string" use="required"/>
              </xs:complexType>
              <xs:complexType name="testcase">
                <xs:sequence>
                  <xs:element name="failure" type="problem" minOccurs="0"/>
                  <xs:element name="skipped" type="skip" minOccurs="0"/>
                  <xs:element name="error" type="problem" minOccurs="0"/>
                  <xs:element name="system-out" type="xs:string" minOccurs="0"/>
                </xs:sequence>
                <xs:attribute name="name" type="xs:string" use="required"/>
                <xs:attribute name="classname" type="xs:string" use="required"/>
                <xs:attribute name="time" type="seconds" use="required"/>
              </xs:complexType>
              <xs:complexType name="testsuite">
                <xs:sequence>
                  <xs:element name="properties"><xs:complexType><xs:sequence>
                    <xs:element name="property" type="property" maxOccurs="unbounded"/>
                  </xs:sequence></xs:complexType></xs:element>
                  <xs:element name="testcase" type="testcase" maxOccurs="unbounded"/>
                </xs:sequence>
                <xs:attribute name="name" type="xs:string" use="required"/>
                <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
                <xs:attribute name="time" type="seconds" use="required"/>
              </xs:complexType>
              <xs:element name="testsuites">
                <xs:complexType>
                  <xs:sequence><xs:element name="testsuite" type="testsuite" maxOccurs="unbounded"/></xs:sequence>
                  <xs:attribute name="name" type="xs:string" use="required"/>
                  <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
                  <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
                  <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
                  <xs:attribute name="time" type="seconds" use="required"/>
                </xs:complexType>
              </xs:element>
            </xs:schema>
            """;

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static Element element(Document document, String xpathName, int index) {
        return (Element) document.getElementsByTagName(xpathName).item(index);
    }

    /** Fails unless the schema allows this. */
    private static void validate(String xml) throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(new StreamSource(new StringReader(SCHEMA))).newValidator()
                .validate(new StreamSource(new StringReader(xml)));
    }

    @Test
    void itIsWhatBothSurefireAndJenkinsRead() throws Exception {
        validate(JunitReport.write(SampleResults.three(20), false));
        validate(JunitReport.write(SampleResults.three(20), true));
    }

    @Test
    void whatTheSuiteItselfDidWrongIsAnErrorAndNoFailureOfTheServer() throws Exception {
        Result error = Result.untried("lost", SampleResults.FAILING, Verdict.ERROR, "no port was free");
        String xml = JunitReport.write(new Results(Instant.EPOCH, List.of(new TargetResults("lost", "A server.",
                List.of(error), List.of(), Duration.ofHours(2)))), false);
        validate(xml);
        Document document = parsed(xml);
        assertEquals("no port was free", element(document, "error", 0).getAttribute("message"));
        assertEquals("1", document.getDocumentElement().getAttribute("errors"));
        assertEquals("0", document.getDocumentElement().getAttribute("failures"));
        assertEquals("7200.000", document.getDocumentElement().getAttribute("time"), "without a comma");
    }

    @Test
    void surefireReadsItAsItReadsItsOwn() throws Exception {
        byte[] xml = JunitReport.write(SampleResults.three(20), false).getBytes(StandardCharsets.UTF_8);
        List<ReportTestSuite> suites = new TestSuiteXmlParser(new NullConsoleLogger())
                .parse(new InputStreamReader(new ByteArrayInputStream(xml), StandardCharsets.UTF_8));
        List<ReportTestCase> cases = suites.stream().flatMap(suite -> suite.getTestCases().stream()).toList();
        assertEquals(63, cases.size());
        assertEquals(2, cases.stream().filter(ReportTestCase::hasFailure).count());
        assertEquals(8, cases.stream().filter(ReportTestCase::hasSkipped).count());
        assertTrue(cases.stream().anyMatch(each -> each.hasFailure()
                && each.getFailureMessage().endsWith("a expected +PONG, and got " + SampleResults.CAME)));
    }

    @Test
    void theCountsAreThoseOfTheTestCases() throws Exception {
        Document document = parsed(JunitReport.write(SampleResults.three(20), false));
        Element all = document.getDocumentElement();
        assertEquals(String.valueOf(document.getElementsByTagName("testcase").getLength()), all.getAttribute("tests"));
        assertEquals(String.valueOf(document.getElementsByTagName("failure").getLength()),
                all.getAttribute("failures"));
        assertEquals("2", all.getAttribute("failures"), "a script, and how the server ended");
        Element other = element(document, "testsuite", 2);
        assertEquals(String.valueOf(other.getElementsByTagName("skipped").getLength()), other.getAttribute("skipped"));
        assertEquals("8", other.getAttribute("skipped"));
        assertEquals("1.234", other.getAttribute("time"));
    }

    @Test
    void aFailureSaysWhatCameInItsMessageAndEverythingInItsText() throws Exception {
        Document document = parsed(JunitReport.write(SampleResults.three(20), false));
        Element failure = element(document, "failure", 0);
        assertTrue(failure.getAttribute("message").endsWith("a expected +PONG, and got " + SampleResults.CAME));
        assertEquals("fail", failure.getAttribute("type"));
        assertTrue(failure.getTextContent().contains("docs/protocol.md, " + SampleResults.FAILING.rules().getFirst()));
        assertTrue(failure.getTextContent().contains("3c 62 3e"), "a hex dump");
        Element test = (Element) failure.getParentNode();
        assertTrue(test.getAttribute("name").startsWith(SampleResults.FAILING.id() + ": "));
        assertTrue(test.getAttribute("classname").startsWith("broken."));
    }

    @Test
    void aReasonStandsBesideWhatIsSkippedAndWhatIsTold() throws Exception {
        Document document = parsed(JunitReport.write(SampleResults.three(20), false));
        assertEquals("not run: it was not started here, # says somebody",
                element(document, "skipped", 0).getAttribute("message"));
        assertEquals("info: it did something", element(document, "system-out", 0).getTextContent());
    }
}
