package io.github.mailclad.internal.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** One block of a PEM file (RFC 7468). Immutable; {@link #toString()} never shows the content. */
public final class PemBlock {
  private static final String BEGIN = "-----BEGIN ";
  private static final int MOST_BLOCKS = 10_000;
  private static final int LONGEST_LABEL = 40;

  private final PemObject block;

  private PemBlock(PemObject block) {
    this.block = block;
  }

  /** Returns whether a text has a PEM block. */
  public static boolean isIn(String text) {
    return text.contains(BEGIN);
  }

  /** Returns whether octets are a text with a PEM block. */
  public static boolean isIn(byte[] content) {
    return isIn(new String(content, StandardCharsets.ISO_8859_1));
  }

  /**
   * Returns the blocks of a PEM file in their order; text between them is ignored.
   *
   * @throws IOException if a block cannot be read; the message says why, in words for people,
   *     without the content
   */
  public static List<PemBlock> in(byte[] content) throws IOException {
    List<PemBlock> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(unindented(content)))) {
      for (PemObject each = next(reader); each != null; each = next(reader)) {
        if (blocks.size() == MOST_BLOCKS) {
          throw new IOException("it has more than " + MOST_BLOCKS + " PEM blocks");
        }
        blocks.add(new PemBlock(each));
      }
    }
    return blocks;
  }

  /** Returns the text with each line stripped: in a setting or in YAML it may be indented. */
  private static String unindented(byte[] content) throws IOException {
    StringBuilder text = new StringBuilder();
    BufferedReader lines =
        new BufferedReader(new StringReader(new String(content, StandardCharsets.ISO_8859_1)));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      text.append(line.substring(Math.max(0, line.indexOf(BEGIN))).strip()).append('\n');
    }
    return text.toString();
  }

  private static @Nullable PemObject next(PemReader reader) throws IOException {
    try {
      return reader.readPemObject();
    } catch (IOException e) {
      // the exception's message quotes the label, which may be any text
      throw new UnfinishedException("it has a PEM block without an end");
    } catch (RuntimeException e) {
      throw new IOException("it has a PEM block that is not in Base64", e);
    }
  }

  /** Returns the label, for example {@code CERTIFICATE}. */
  public String label() {
    return block.getType();
  }

  /** Returns the content in DER, of the type that the label says. */
  public byte[] der() {
    return block.getContent().clone();
  }

  /** Returns whether a header says that the content is encrypted, as only in an old key format. */
  public boolean isEncryptedByHeader() {
    return !block.getHeaders().isEmpty();
  }

  /** Returns whether the block is a certificate. */
  public boolean isCertificate() {
    return label().equals("CERTIFICATE") || label().equals("X509 CERTIFICATE");
  }

  /** Returns whether the block is a private key, in any format. */
  public boolean isPrivateKey() {
    return label().endsWith("PRIVATE KEY");
  }

  /** Returns the label as a message shows it. */
  public String shownLabel() {
    return label().length() <= LONGEST_LABEL && label().matches("[A-Z0-9# ]*")
        ? "\"" + label() + "\""
        : "of an unknown kind";
  }

  /** Returns the label, never the content. */
  @Override
  public String toString() {
    return "PEM block " + shownLabel();
  }
}
