package io.github.mailclad.angus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/** Some octets of a part that was fetched, as the item of a FETCH response of their own. */
final class BodySlice extends BODY {
  private final ByteArray octets;

  private BodySlice(FetchResponse item, ByteArray octets) throws ParsingException {
    super(item);
    this.octets = octets;
  }

  /** Returns an item with the octets of a section that begin at an offset. */
  static BodySlice of(
      IMAPProtocol protocol, int message, String section, int start, ByteArray octets)
      throws ProtocolException {
    // behind a complete item there is what the constructor of Angus parses
    String text = "* " + message + " FETCH (FLAGS ()) [" + section + "]<" + start + "> NIL";
    try {
      return new BodySlice(new FetchResponse(new IMAPResponse(text), null, protocol), octets);
    } catch (IOException e) {
      throw new ProtocolException("a slice cannot be parsed", e);
    }
  }

  @Override
  public ByteArray getByteArray() {
    return octets;
  }

  @Override
  public ByteArrayInputStream getByteArrayInputStream() {
    return octets.toByteArrayInputStream();
  }
}
