package io.github.mailclad.internal.discovery;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.discovery.MailConfiguration.MalformedException;
import io.github.mailclad.internal.text.Ascii;
import io.github.mailclad.internal.text.EntityFreeXml;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an autoconfig file (draft-ietf-mailmaint-autoconfig). A file with a document type
 * declaration is refused, so there are no entities. Unknown elements are ignored. For one use.
 */
final class AutoconfigDocument {
  private static final int DEEPEST = 12;
  private static final int MOST_ELEMENTS = 1000;
  private static final int MOST_ATTRIBUTES = 20;
  private static final int LONGEST_TEXT = 1000;
  private static final Map<String, MailProtocol> PROTOCOLS =
      Map.of(
          "incomingServer imap", MailProtocol.IMAP,
          "incomingServer pop3", MailProtocol.POP3,
          "outgoingServer smtp", MailProtocol.SUBMISSION);
  private static final List<String> USER_NAMES =
      List.of("%EMAILADDRESS%", "%EMAILLOCALPART%", "%EMAILLOCALPART%@%EMAILDOMAIN%", "");

  private final String domain;
  private final MailConfiguration.Builder found =
      new MailConfiguration.Builder(Endpoint.Provenance.AUTOCONFIG);
  private final Deque<String> path = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> server = new HashMap<>();
  private int elements;

  private AutoconfigDocument(String domain) {
    this.domain = domain;
  }

  /**
   * Returns the servers that a file names.
   *
   * @param domain the domain of the address, for the placeholder in host names
   * @throws MalformedException if it is not such a file
   */
  static MailConfiguration parse(byte[] octets, String domain) throws MalformedException {
    try {
      return new AutoconfigDocument(domain).read(EntityFreeXml.of(octets));
    } catch (XMLStreamException e) {
      throw new MalformedException("it is not well-formed XML");
    }
  }

  private MailConfiguration read(XMLStreamReader reader)
      throws XMLStreamException, MalformedException {
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> begin(reader);
        case XMLStreamConstants.END_ELEMENT -> end();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(reader);
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new MalformedException("it declares or uses entities");
        default -> {
          // comments, processing instructions and white space
        }
      }
    }
    return found.build();
  }

  private void begin(XMLStreamReader reader) throws MalformedException {
    String name = reader.getLocalName();
    if (path.isEmpty() && !name.equals("clientConfig")) {
      throw new MalformedException("it has another root element than clientConfig");
    }
    if (++elements > MOST_ELEMENTS
        || path.size() >= DEEPEST
        || reader.getAttributeCount() > MOST_ATTRIBUTES) {
      throw new MalformedException("it is too large or too deep");
    }
    path.addLast(name);
    text.setLength(0);
    if (isServer(name)) {
      server.clear();
      String type = reader.getAttributeValue(null, "type");
      server.put("type", type == null ? "" : type);
    }
  }

  /** Returns whether an element begins a server: below the root, or below its provider. */
  private boolean isServer(String name) {
    boolean inPlace = path.size() == 2 || (path.size() == 3 && parent(1).equals("emailProvider"));
    return inPlace && (name.equals("incomingServer") || name.equals("outgoingServer"));
  }

  private String parent(int fromRoot) {
    return path.stream().skip(fromRoot).findFirst().orElse("");
  }

  private void append(XMLStreamReader reader) throws MalformedException {
    text.append(
        reader.getTextCharacters(),
        reader.getTextStart(),
        Math.min(reader.getTextLength(), LONGEST_TEXT + 1));
    if (text.length() > LONGEST_TEXT) {
      throw new MalformedException("it has a text of more than " + LONGEST_TEXT + " characters");
    }
  }

  private void end() throws MalformedException {
    String name = path.getLast();
    String content = text.toString().strip();
    text.setLength(0);
    if (isServer(name)) {
      server(name);
    } else if (!server.isEmpty()) {
      // the first of several elements counts
      server.putIfAbsent(name, content);
    } else if (path.size() == 3 && parent(1).equals("oAuth2") && name.equals("issuer")) {
      found.issuer(content);
    }
    path.removeLast();
  }

  private void server(String element) throws MalformedException {
    MailProtocol protocol =
        PROTOCOLS.get(element + " " + Ascii.lowerCase(server.getOrDefault("type", "")));
    Map<String, String> given = Map.copyOf(server);
    server.clear();
    if (protocol == null) {
      return;
    }
    String security = Ascii.upperCase(given.getOrDefault("socketType", ""));
    if (!List.of("SSL", "TLS", "STARTTLS").contains(security)) {
      found.anomaly("an entry for " + Ascii.lowerCase(protocol.name()) + " has no TLS; dropped");
      return;
    }
    if (!USER_NAMES.contains(given.getOrDefault("username", ""))) {
      found.anomaly("an entry has a user name of its own, and the address is used instead");
    }
    TlsStart start = security.equals("STARTTLS") ? TlsStart.STARTTLS : TlsStart.IMPLICIT;
    found.server(
        MailService.of(protocol, start),
        given.getOrDefault("hostname", "").replace("%EMAILDOMAIN%", domain),
        port(given.getOrDefault("port", "")));
  }

  private static int port(String text) {
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
  }
}
