package io.github.mailclad.internal.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.mailclad.internal.client.SigningKey;
import io.github.mailclad.internal.files.Contents;
import io.github.mailclad.internal.oauth.OAuthRules.Grant.ServiceAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key of a service account with what the token server knows it by. Its text has no secret.
 *
 * @param key the private key
 * @param clientId the address of the account
 * @param keyId the identifier of the key; null for none
 */
record ServiceAccountKey(SigningKey key, String clientId, @Nullable String keyId) {
  private static final int LARGEST_FILE = 64 << 10;

  /**
   * Reads a key: PEM, or the JSON that Google gives for a service account. What JSON and settings
   * both state has to be equal.
   *
   * @throws IOException if there is no such key; the message says why, without a secret
   */
  static ServiceAccountKey of(OAuthRules rules, ServiceAccount account) throws IOException {
    byte[] octets = Contents.octets(account.key(), LARGEST_FILE);
    String text = new String(octets, StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) {
      return inJson(fields(text), rules, account);
    }
    if (rules.clientId().isEmpty()) {
      throw new IOException(
          "it is not the JSON of a service account, so oauth-client-id has to name the account");
    }
    return new ServiceAccountKey(SigningKey.ofPem(octets), rules.clientId(), account.keyId());
  }

  private static Map<String, Object> fields(String text) throws IOException {
    try {
      return JSONObjectUtils.parse(text, LARGEST_FILE);
    } catch (ParseException e) {
      // without the cause, whose message may quote the key
      throw new IOException("it is not well-formed JSON");
    }
  }

  private static ServiceAccountKey inJson(
      Map<String, Object> json, OAuthRules rules, ServiceAccount account) throws IOException {
    String client = field(json, "client_email");
    String keyId = field(json, "private_key_id");
    String key = field(json, "private_key");
    same("token_uri", field(json, "token_uri"), rules.server().address().toString());
    if (!rules.clientId().isEmpty()) {
      same("client_email", client, rules.clientId());
    }
    if (account.keyId() != null) {
      same("private_key_id", keyId, account.keyId());
    }
    return new ServiceAccountKey(
        SigningKey.ofPem(key.getBytes(StandardCharsets.UTF_8)), client, keyId);
  }

  private static String field(Map<String, Object> json, String name) throws IOException {
    if (json.get(name) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IOException(
        "its JSON has no text " + name + ", as the file of a service account has");
  }

  private static void same(String name, String stated, String expected) throws IOException {
    if (!stated.equals(expected)) {
      throw new IOException(
          "its " + name + " is " + stated + ", and by the settings it is " + expected);
    }
  }

  @Override
  public String toString() {
    return "the key of " + clientId;
  }
}
