package io.github.mailclad.internal.dns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The trust anchors of the root zone that are shipped with this version. */
public final class RootAnchors {
  private RootAnchors() {}

  /** Returns the DS records of the root's key signing keys, in the format of a zone file. */
  public static String shipped() {
    try (InputStream in = RootAnchors.class.getResourceAsStream("root-anchors")) {
      if (in == null) {
        throw new IllegalStateException("the root anchors are not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
