package io.github.mailclad.internal.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.mailclad.Endpoint;
import io.github.mailclad.MailProtocol;
import io.github.mailclad.MailService;
import io.github.mailclad.TlsStart;
import io.github.mailclad.internal.discovery.MailConfiguration.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/**
 * Reads the JSON document of a domain (draft-ietf-mailmaint-pacc). It names hosts only; the ports
 * are the registered ones for implicit TLS. Strict: repeated names, other encodings than UTF-8,
 * deep nesting and text after the object are refused. Unknown members are ignored. For one use.
 */
final class PaccDocument {
  private static final int DEEPEST = 16;
  private static final int MOST_TOKENS = 5000;
  private static final Map<String, MailProtocol> HOSTS =
      Map.of(
          "protocols.imap.host", MailProtocol.IMAP,
          "protocols.pop3.host", MailProtocol.POP3,
          "protocols.smtp.host", MailProtocol.SUBMISSION);
  private static final String ISSUER = "authentication.oauth-public.issuer";

  private final MailConfiguration.Builder found =
      new MailConfiguration.Builder(Endpoint.Provenance.PACC);
  private final Deque<String> path = new ArrayDeque<>();

  private PaccDocument() {}

  /**
   * Returns the servers that a document names.
   *
   * @throws MalformedException if it is not such a document
   * @throws NoClassDefFoundError if the JSON library is missing
   */
  static MailConfiguration parse(byte[] octets) throws MalformedException {
    JsonFactory json =
        JsonFactory.builder().configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false).build();
    try (JsonParser parser = json.createParser(text(octets))) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      return new PaccDocument().read(parser);
    } catch (CharacterCodingException e) {
      throw new MalformedException("it is not in UTF-8");
    } catch (IOException e) {
      throw new MalformedException("it is not valid JSON");
    }
  }

  private static String text(byte[] octets) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
  }

  private MailConfiguration read(JsonParser parser) throws IOException, MalformedException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedException("it is not a JSON object");
    }
    path.addLast("");
    for (int tokens = 0; !path.isEmpty(); tokens++) {
      JsonToken token = parser.nextToken();
      if (token == null || tokens > MOST_TOKENS || path.size() > DEEPEST) {
        throw new MalformedException("it is incomplete, or too large or too deep");
      }
      if (token == JsonToken.FIELD_NAME) {
        path.removeLast();
        path.addLast(parser.currentName());
      } else if (token.isStructStart()) {
        path.addLast(token == JsonToken.START_ARRAY ? "[]" : "");
      } else if (token.isStructEnd()) {
        path.removeLast();
      } else {
        value(parser, token);
      }
    }
    if (parser.nextToken() != null) {
      throw new MalformedException("there is text after the JSON object");
    }
    return found.build();
  }

  private void value(JsonParser parser, JsonToken token) throws IOException, MalformedException {
    String where = where();
    MailProtocol protocol = HOSTS.get(where);
    if (protocol == null && !where.equals(ISSUER)) {
      return;
    }
    if (token != JsonToken.VALUE_STRING) {
      throw new MalformedException(where + " is not a string");
    }
    if (protocol == null) {
      found.issuer(parser.getText());
    } else {
      MailService service = MailService.of(protocol, TlsStart.IMPLICIT);
      found.server(service, parser.getText(), service.defaultPort());
    }
  }

  /** Returns the names of the members on the way to a value; a name with a dot matches none. */
  private String where() {
    StringBuilder all = new StringBuilder();
    for (Iterator<String> names = path.iterator(); names.hasNext(); ) {
      String name = names.next();
      all.append(name.indexOf('.') >= 0 ? "?" : name).append(names.hasNext() ? "." : "");
    }
    return all.toString();
  }
}
