package io.github.mailclad.internal.dns;

import io.github.mailclad.Location;
import io.github.mailclad.internal.files.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Trust anchors of DNSSEC as text: DS and DNSKEY records in the format of a zone file. */
public final class AnchorRecords {
  private static final long LARGEST_FILE = 1 << 20;

  private AnchorRecords() {}

  /** Returns the DS records of the root's key signing keys that are shipped with this version. */
  public static String shipped() {
    try (InputStream in = AnchorRecords.class.getResourceAsStream("root-anchors")) {
      if (in == null) {
        throw new IllegalStateException("the root anchors are not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the text of a file. The file is read on every call, because a changed file means
   * another resolver.
   *
   * @throws IOException if it cannot be read; the message says why
   */
  public static String read(Path file) throws IOException {
    byte[] octets = Contents.octets(new Location.OfFile(file), LARGEST_FILE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is not a text file", e);
    }
  }

  /**
   * Checks that a resolver can use a file. Needs {@link DnsLibrary#isPresent()}.
   *
   * @throws IOException if it cannot; the message says why
   */
  public static void check(Path file) throws IOException {
    try {
      UsableAnchors.parse(read(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
