package io.github.mailclad.internal.text;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import javax.xml.transform.stream.StreamSource;

/**
 * A reader of XML without entities: declarations of them have no effect, and nothing is loaded from
 * elsewhere. Each failure is an {@link XMLStreamException}, also where the reader of the JDK lacks
 * the message for an error. For one thread.
 */
public final class EntityFreeXml extends StreamReaderDelegate {
  private EntityFreeXml(XMLStreamReader reader) {
    super(reader);
  }

  /** Returns a reader of a file; long text arrives in parts, so that its length can be limited. */
  public static XMLStreamReader of(byte[] octets) throws XMLStreamException {
    return open(factory(), new StreamSource(new ByteArrayInputStream(octets)));
  }

  /** Returns a reader of a text; adjacent text arrives as one event. */
  public static XMLStreamReader of(String text) throws XMLStreamException {
    XMLInputFactory factory = factory();
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return open(factory, new StreamSource(new StringReader(text)));
  }

  private static XMLStreamReader open(XMLInputFactory factory, StreamSource source)
      throws XMLStreamException {
    try {
      return new EntityFreeXml(factory.createXMLStreamReader(source));
    } catch (RuntimeException e) {
      throw new XMLStreamException("malformed", e);
    }
  }

  private static XMLInputFactory factory() {
    // that of the platform, also if there is another one on the class path
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is loaded");
        });
    return factory;
  }

  @Override
  public int next() throws XMLStreamException {
    try {
      return getParent().next();
    } catch (RuntimeException e) {
      throw new XMLStreamException("malformed", e);
    }
  }
}
