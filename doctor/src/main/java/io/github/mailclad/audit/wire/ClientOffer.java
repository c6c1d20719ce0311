package io.github.mailclad.audit.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ClientHello, written without a TLS library, because the Java platform cannot offer SSL 3, weak
 * cipher suites or groups of its own choice. A hello of TLS 1.3 has no key share, so the server
 * answers with a HelloRetryRequest that names version, cipher suite and group (RFC 8446, section
 * 4.1.4). Immutable.
 *
 * @param versions the versions, the highest first, for example {@code 0x0303}
 * @param suites the cipher suites by their registered numbers, the preferred first
 * @param groups the key exchange groups; empty for none
 * @param schemes the signature schemes; empty for no such extension
 * @param protocols the application protocols (RFC 7301), the preferred first; empty for no such
 *     extension
 * @param serverName the server name (RFC 6066, section 3); null for none
 */
public record ClientOffer(
    List<Integer> versions,
    List<Integer> suites,
    List<Integer> groups,
    List<Integer> schemes,
    List<String> protocols,
    @Nullable String serverName) {
  /** SSL 3, the first version. */
  public static final int SSL_3 = 0x0300;

  /** TLS 1.0. */
  public static final int TLS_1_0 = 0x0301;

  /** TLS 1.1. */
  public static final int TLS_1_1 = 0x0302;

  /** TLS 1.2. */
  public static final int TLS_1_2 = 0x0303;

  /** TLS 1.3. */
  public static final int TLS_1_3 = 0x0304;

  public ClientOffer {
    versions = List.copyOf(versions);
    suites = List.copyOf(suites);
    groups = List.copyOf(groups);
    schemes = List.copyOf(schemes);
    protocols = List.copyOf(protocols);
  }

  /** Returns the same offer with these cipher suites. */
  public ClientOffer withSuites(List<Integer> other) {
    return new ClientOffer(versions, other, groups, schemes, protocols, serverName);
  }

  /** Returns the same offer with these groups. */
  public ClientOffer withGroups(List<Integer> other) {
    return new ClientOffer(versions, suites, other, schemes, protocols, serverName);
  }

  /** Returns the same offer with another server name, or none. */
  public ClientOffer withServerName(@Nullable String other) {
    return new ClientOffer(versions, suites, groups, schemes, protocols, other);
  }

  /** Returns the record with the ClientHello (RFC 5246, section 7.4.1.2). */
  byte[] octets(SecureRandom random) {
    int highest = versions.get(0);
    int legacy = Math.min(highest, TLS_1_2);
    Octets body = new Octets();
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    body.two(legacy).raw(nonce);
    byte[] sessionId = new byte[highest >= TLS_1_3 ? 32 : 0];
    random.nextBytes(sessionId);
    body.one(sessionId.length).raw(sessionId);
    Octets list = new Octets();
    suites.forEach(list::two);
    body.prefixed(list);
    if (highest >= TLS_1_3) {
      body.one(1).one(0);
    } else {
      // DEFLATE too, so that a server that compresses is seen
      body.one(2).one(1).one(0);
    }
    if (legacy > SSL_3) {
      body.prefixed(extensions(highest));
    }
    Octets message = new Octets().one(1).three(body.size()).raw(body.bytes());
    Octets record = new Octets().one(22).two(Math.min(legacy, TLS_1_0));
    return record.prefixed(message).bytes();
  }

  private Octets extensions(int highest) {
    Octets all = new Octets();
    if (serverName != null) {
      byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
      Octets entry = new Octets().one(0).two(name.length).raw(name);
      extension(all, 0, new Octets().prefixed(entry));
    }
    // status_request (RFC 6066, section 8)
    extension(all, 5, new Octets().one(1).two(0).two(0));
    if (!groups.isEmpty()) {
      extension(all, 10, new Octets().prefixed(listed(groups)));
      extension(all, 11, new Octets().one(1).one(0));
    }
    if (!schemes.isEmpty() && highest >= TLS_1_2) {
      extension(all, 13, new Octets().prefixed(listed(schemes)));
    }
    if (!protocols.isEmpty()) {
      Octets names = new Octets();
      for (String protocol : protocols) {
        byte[] name = protocol.getBytes(StandardCharsets.US_ASCII);
        names.one(name.length).raw(name);
      }
      extension(all, 16, new Octets().prefixed(names));
    }
    extension(all, 0x17, new Octets());
    extension(all, 0xff01, new Octets().one(0));
    if (highest >= TLS_1_3) {
      extension(all, 43, new Octets().one(2 * versions.size()).raw(listed(versions).bytes()));
      extension(all, 45, new Octets().one(1).one(1));
      extension(all, 51, new Octets().two(0));
    }
    return all;
  }

  private static Octets listed(List<Integer> numbers) {
    Octets list = new Octets();
    numbers.forEach(list::two);
    return list;
  }

  private static void extension(Octets all, int type, Octets content) {
    all.two(type).prefixed(content);
  }

  /** Octets that grow; a number is written with its most significant octet first. */
  private static final class Octets {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Octets one(int value) {
      out.write(value);
      return this;
    }

    Octets two(int value) {
      return one(value >> 8).one(value);
    }

    Octets three(int value) {
      return one(value >> 16).two(value);
    }

    Octets raw(byte[] octets) {
      out.writeBytes(octets);
      return this;
    }

    /** Writes the length in two octets, then the content. */
    Octets prefixed(Octets content) {
      return two(content.size()).raw(content.bytes());
    }

    int size() {
      return out.size();
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
