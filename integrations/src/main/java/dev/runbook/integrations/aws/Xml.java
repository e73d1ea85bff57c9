package dev.runbook.integrations.aws;

import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Unanswered;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// Reads the XML of the query protocol without trusting it: what is absent is simply not there, and nothing
/// outside of the document is ever fetched.
record Xml(Element element) {

    /// The document that an answer is.
    ///
    /// @throws Unanswered when it is none
    static Xml parse(String text, boolean changes) throws Unanswered {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            // The default handler of errors writes to the console.
            builder.setErrorHandler(new DefaultHandler());
            return new Xml(
                    builder.parse(new InputSource(new StringReader(text))).getDocumentElement());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK reads XML", e);
        } catch (SAXException | IOException _) {
            throw new Unanswered(
                    Fault.of(Fault.Kind.UNREADABLE, "aws answered with something that is no XML", changes));
        }
    }

    /// The children of this name.
    private List<Xml> children(String name) {
        var found = new ArrayList<Xml>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling())
            if (node instanceof Element child && child.getTagName().equals(name)) found.add(new Xml(child));
        return found;
    }

    /// Every element at the end of a path of names, through all that are on the way.
    List<Xml> all(String... path) {
        var here = List.of(this);
        for (var name : path)
            here = here.stream().flatMap(xml -> xml.children(name).stream()).toList();
        return here;
    }

    /// The text at a path; empty when it is blank.
    Optional<String> text(String... path) {
        return all(path).stream()
                .map(xml -> xml.element.getTextContent().strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    Optional<Instant> time(String... path) {
        return text(path).flatMap(Nodes::instant);
    }
}
