package io.github.mailclad.samples.web.mail;

import io.github.mailclad.samples.web.page.PlainText;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The plain text of a message: its first part of text/plain, within bounds. HTML is never shown.
 *
 * @param text the text, or a note that there is none
 * @param cut whether there is more
 */
record MessageText(String text, boolean cut) {
  private static final int MOST_OCTETS = 64 * 1024;
  private static final int MOST_DEPTH = 5;
  private static final int MOST_PARTS = 20;

  static MessageText of(Part message) throws MessagingException, IOException {
    return find(message, MOST_DEPTH)
        .orElseGet(() -> new MessageText("(This message has no plain text.)", /* cut= */ false));
  }

  private static Optional<MessageText> find(Part part, int depth)
      throws MessagingException, IOException {
    if (part.isMimeType("text/plain")) {
      return Optional.of(read(part));
    }
    if (depth > 0 && part.isMimeType("multipart/*") && part.getContent() instanceof Multipart m) {
      for (int i = 0; i < Math.min(m.getCount(), MOST_PARTS); i++) {
        Optional<MessageText> found = find(m.getBodyPart(i), depth - 1);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static MessageText read(Part part) throws MessagingException, IOException {
    try (InputStream in = part.getInputStream()) {
      byte[] octets = in.readNBytes(MOST_OCTETS + 1);
      boolean cut = octets.length > MOST_OCTETS;
      String text = new String(octets, 0, Math.min(octets.length, MOST_OCTETS), charset(part));
      return new MessageText(PlainText.lines(text, MOST_OCTETS), cut);
    }
  }

  /** Returns the character set; ISO-8859-1 if the message names an unknown one. */
  private static Charset charset(Part part) throws MessagingException {
    try {
      String named = new ContentType(part.getContentType()).getParameter("charset");
      return named == null
          ? StandardCharsets.UTF_8
          : Charset.forName(MimeUtility.javaCharset(named));
    } catch (ParseException | IllegalArgumentException e) {
      return StandardCharsets.ISO_8859_1;
    }
  }
}
