package io.github.mailclad.internal.discovery;

import io.github.mailclad.internal.text.Ascii;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The digests of a domain's configuration in its TXT records, for example {@code v=UAAC1; a=sha256;
 * d=...} (draft-ietf-mailmaint-pacc). Several are there while the configuration changes.
 *
 * @param digests the SHA-256 digests, 32 octets each; empty if the records have no usable one
 */
record PaccRecord(List<byte[]> digests) {
  private static final int MOST = 16;
  private static final int SHA256_OCTETS = 32;

  PaccRecord {
    digests = List.copyOf(digests);
  }

  /** Returns the name of the TXT records of a domain. */
  static String name(String domain) {
    return "_ua-auto-config." + domain;
  }

  /** Returns whether a TXT record is of this kind; others at the name are ignored. */
  static boolean isOne(String record) {
    return "UAAC1".equals(tags(record).get("v"));
  }

  /** Returns the digests of the records of this kind. */
  static PaccRecord of(List<String> records) {
    List<byte[]> digests = new ArrayList<>();
    for (String record : records) {
      Map<String, String> tags = tags(record);
      if (!isOne(record) || digests.size() == MOST || !"sha256".equals(tags.get("a"))) {
        continue;
      }
      try {
        byte[] digest = Base64.getDecoder().decode(tags.getOrDefault("d", ""));
        if (digest.length == SHA256_OCTETS) {
          digests.add(digest);
        }
      } catch (IllegalArgumentException e) {
        // not Base64: proves nothing
      }
    }
    return new PaccRecord(digests);
  }

  /** Returns whether one of the digests is that of the content. */
  boolean matches(byte[] content) {
    byte[] actual = sha256(content);
    return digests.stream().anyMatch(digest -> MessageDigest.isEqual(digest, actual));
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the tags by their names in lower case; of a repeated one the last counts. */
  private static Map<String, String> tags(String record) {
    Map<String, String> tags = new HashMap<>();
    for (String tag : record.split(";", MOST)) {
      int equals = tag.indexOf('=');
      if (equals > 0) {
        tags.put(
            Ascii.lowerCase(tag.substring(0, equals).strip()), tag.substring(equals + 1).strip());
      }
    }
    return tags;
  }
}
