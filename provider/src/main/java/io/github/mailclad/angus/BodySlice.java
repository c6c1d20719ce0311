package io.github.mailclad.angus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.Protocol;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;

/** Some octets of a part that was fetched, as the item of a FETCH response of their own. */
final class BodySlice extends BODY {
  private final ByteArray octets;

  private BodySlice(FetchResponse item, ByteArray octets) throws ParsingException {
    super(item);
    this.octets = octets;
  }

  @Override
  public ByteArray getByteArray() {
    return octets;
  }

  @Override
  public ByteArrayInputStream getByteArrayInputStream() {
    return octets.toByteArrayInputStream();
  }

  /**
   * Parses responses that no server sent. The constructors that parse a text differ between
   * versions of Angus; the one that reads a connection is in all of them. Not thread-safe.
   */
  static final class Parser extends Protocol {
    private ResponseInputStream response = new ResponseInputStream(InputStream.nullInputStream());

    Parser() throws IOException {
      super(
          InputStream.nullInputStream(),
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.US_ASCII),
          new Properties(),
          false);
    }

    @Override
    protected ResponseInputStream getInputStream() {
      return response;
    }

    /** Returns an item with the octets of a section that begin at an offset. */
    BodySlice slice(String section, int start, ByteArray octets) throws ProtocolException {
      // behind a complete item there is what the constructor of Angus parses
      String text = "* 1 FETCH (FLAGS ()) [" + section + "]<" + start + "> NIL\r\n";
      response =
          new ResponseInputStream(
              new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
      try {
        return new BodySlice(new FetchResponse(this), octets);
      } catch (IOException e) {
        throw new ProtocolException("a slice cannot be parsed", e);
      }
    }
  }
}
