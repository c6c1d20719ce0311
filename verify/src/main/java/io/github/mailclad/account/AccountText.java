package io.github.mailclad.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An account as text, for every kind of store: a line with the version of the format and the
 * SHA-256 digest of everything after it, then {@link Properties}, sorted, in ASCII. There is one
 * text for each account state, and every other text is refused. The digest detects accidental
 * damage and manual edits. It does not protect against an attacker who can write the text, and so
 * can compute a digest.
 */
final class AccountText {
  /** The maximum length of a text, in octets. */
  static final int LONGEST = 1024 * 1024;

  private static final int VERSION = 1;
  private static final int MOST_ENTRIES = 10_000;
  private static final Pattern HEADER = Pattern.compile("mailclad-account ([1-9][0-9]{0,8}) (.*)");

  private AccountText() {}

  /**
   * Returns the text of an account.
   *
   * @throws AccountStoreException if it is too long to be read again
   */
  static String of(AccountState state) throws AccountStoreException {
    String text = text(StateFields.of(state));
    if (text.length() > LONGEST) {
      throw new AccountStoreException(
          state.account(), "it is too long: more than " + LONGEST + " octets", null);
    }
    return text;
  }

  /**
   * Returns the account that a text describes.
   *
   * @param account the expected account; empty to accept any account
   * @param where the place of the text, for messages to people
   * @throws AccountStoreException if it is not, octet by octet, the text of an account
   */
  static AccountState parse(String account, String where, String text)
      throws AccountStoreException {
    try {
      AccountState state = parse(text);
      if (!account.isEmpty() && !account.equals(state.account())) {
        throw new IllegalArgumentException("it is of another account, " + state.account());
      }
      return state;
    } catch (IllegalArgumentException e) {
      throw new AccountStoreException(
          account,
          where
              + " is not valid, and stays as it is: "
              + e.getMessage()
              + ". Restore it from a backup. Or move it away; the account loses its memory then",
          e);
    }
  }

  private static AccountState parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("it has more than " + LONGEST + " octets");
    }
    int end = text.indexOf('\n');
    Matcher header = HEADER.matcher(end < 0 ? text : text.substring(0, end));
    if (!header.matches()) {
      throw new IllegalArgumentException("it does not begin with \"mailclad-account\"");
    }
    int version = Integer.parseInt(header.group(1));
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a newer version of Mailclad wrote it, in form %d; this one reads form %d"
              .formatted(version, VERSION));
    }
    String body = text.substring(end + 1);
    if (!header.group(2).equals(digest(body))) {
      throw new IllegalArgumentException("it was changed or cut off, its digest is another one");
    }
    Map<String, String> fields = fields(body);
    AccountState state = StateFields.state(fields);
    if (!text(StateFields.of(state)).equals(text)) {
      throw new IllegalArgumentException("it is not in the format of Mailclad");
    }
    return state;
  }

  private static String text(SortedMap<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> line(field.getKey(), field.getValue()))
            .collect(Collectors.joining());
    return "mailclad-account " + VERSION + " " + digest(body) + "\n" + body;
  }

  /**
   * Returns the line of one property. The other lines that {@link Properties} writes, such as the
   * date, begin with a hash sign.
   */
  private static String line(String key, String value) {
    Properties one = new Properties();
    one.setProperty(key, value);
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      one.store(out, null);
      return out.toString(ISO_8859_1)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
  }

  private static Map<String, String> fields(String body) {
    if (body.lines().limit(MOST_ENTRIES + 1).count() > MOST_ENTRIES) {
      throw new IllegalArgumentException("it has more than " + MOST_ENTRIES + " entries");
    }
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(body));
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be read", e);
    }
    Map<String, String> fields = new TreeMap<>();
    properties.stringPropertyNames().forEach(k -> fields.put(k, properties.getProperty(k, "")));
    return fields;
  }

  private static String digest(String body) {
    return "sha256:" + sha256(body);
  }

  /** Returns the SHA-256 digest of a text, in hexadecimal digits. */
  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
