package sevol.report;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import sevol.preflight.Verdict;
import sevol.preflight.Verdict.Outcome;

/**
 * Verdicts as test results: a {@code testsuite} for each container, a {@code testcase} for each
 * mount. What would be denied is a failure, what cannot be told an error, as Jenkins' junit step
 * and its schema ({@code jenkins-junit.xsd}) have them.
 */
public final class VerdictJunit {
  private final List<Suite> suites = new ArrayList<>();

  private record Suite(String subject, List<Verdict> verdicts) {
    long count(Outcome outcome) {
      return verdicts.stream().filter(v -> v.outcome() == outcome).count();
    }
  }

  /** Adds the verdicts on a container. */
  public void add(String subject, List<Verdict> verdicts) {
    suites.add(new Suite(subject, verdicts));
  }

  /** Writes the document. */
  public void write(Appendable out) throws IOException {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      for (Suite suite : suites) {
        write(suite, xml);
      }
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("JUnit results cannot be written: " + e.getMessage(), e);
    }
    out.append(text.toString());
  }

  private static void write(Suite suite, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "sevol check: " + Plain.text(suite.subject));
    xml.writeAttribute("tests", String.valueOf(suite.verdicts.size()));
    xml.writeAttribute("failures", String.valueOf(suite.count(Outcome.DENIED)));
    xml.writeAttribute("errors", String.valueOf(suite.count(Outcome.UNKNOWN)));
    for (Verdict verdict : suite.verdicts) {
      write(suite.subject, verdict, xml);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void write(String subject, Verdict verdict, XMLStreamWriter xml)
      throws XMLStreamException {
    StringBuilder body = new StringBuilder();
    try {
      VerdictText.write(verdict, body);
    } catch (IOException e) {
      throw new XMLStreamException(e);
    }
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "sevol." + Plain.text(subject).replace('.', '_'));
    xml.writeAttribute("name", VerdictText.mount(verdict.request()));
    if (verdict.outcome() == Outcome.FINE) {
      xml.writeStartElement("system-out");
    } else {
      xml.writeStartElement(verdict.outcome() == Outcome.DENIED ? "failure" : "error");
      xml.writeAttribute("type", verdict.cause() == null ? "unknown" : verdict.cause().word());
      xml.writeAttribute("message", Plain.text(verdict.reason()));
    }
    xml.writeCharacters(body.toString());
    xml.writeEndElement();
    xml.writeEndElement();
  }
}
