package io.github.mailclad.internal.config;

import io.github.mailclad.ClientIdentity.Exposure;
import io.github.mailclad.Location;
import io.github.mailclad.internal.config.Settings.Setting;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;

/** The settings of the client certificate. */
public final class ClientKeys {
  private static final Parser<String> ANY_TEXT = Parser.text(text -> text);
  private static final Parser<Set<Exposure>> EXPOSURES = Parser.words(Exposure.values());

  private ClientKeys() {}

  public static final Key<Object> CLIENT_CERTIFICATE =
      Key.of(
              "client-certificate",
              ClientKeys::clientCertificate,
              "a file name, file:, classpath:, PEM, or an object",
              "The client certificate of one account, with its private key.",
              "A PKCS12, JKS or PEM file. In PEM, the key may be in `client-certificate-key`.",
              "As an object: a `KeyStore`, a `KeyStore.PrivateKeyEntry` or an `X509ExtendedKeyManager`.",
              "It is sent only to the account's own server (`client-certificate-for`), if that server was verified and asks for it, over TLS 1.3 and implicit TLS.",
              "A file is read again when it changes.",
              "To log in by it, set `auth-mechanisms=EXTERNAL`.")
          .inPolicyWithClient()
          .needingMinimum();

  public static final Key<Location> CLIENT_CERTIFICATE_KEY =
      Key.of(
              "client-certificate-key",
              Parser.location(),
              "a file name, file:, classpath:, or PEM",
              "The private key of a `client-certificate` in PEM, if it has a file of its own.",
              "Kubernetes, for example, mounts `tls.crt` and `tls.key`.",
              "The formats are PKCS #8, encrypted or not, PKCS #1 and SEC 1.",
              "Both files are read again when one of them changes. While they do not belong together, the pair that was read last is used, with a warning.")
          .inPolicyWithClient();

  public static final Key<String> CLIENT_CERTIFICATE_PASSWORD =
      Key.of(
              "client-certificate-password",
              ANY_TEXT,
              "text",
              "The password of the file and of the private key of `client-certificate`.",
              "It is never logged.")
          .inPolicyWithClient();

  public static final Key<String> CLIENT_CERTIFICATE_ALIAS =
      Key.of(
              "client-certificate-alias",
              ANY_TEXT,
              "text",
              "The alias of the private key of `client-certificate`, if there are several keys.")
          .inPolicyWithClient();

  public static final Key<String> CLIENT_CERTIFICATE_FOR =
      Key.of(
              "client-certificate-for",
              ANY_TEXT,
              "user@host, or user@host:port",
              "The account and the server to which the client certificate is bound.",
              "Other accounts and other servers get no certificate.",
              "The user name ends at the last `@`. It is the name with which the application logs in; empty means no user name.",
              "Without a port it is `mail.<protocol>.port`, or the registered one.")
          .byDefault("mail.<protocol>.user at mail.<protocol>.host")
          .inPolicyWithClient();

  public static final Key<Set<Exposure>> CLIENT_CERTIFICATE_ALSO_OVER =
      Key.of(
              "client-certificate-also-over",
              ClientKeys::exposures,
              "some of TLSv1.2, starttls, separated by commas or white space",
              "Other connections that may carry the client certificate.",
              "TLS 1.2 shows it to every machine on the way, and needs both of its safeguards then (`tls12-safeguards`).",
              "A server that asks for it on a connection that may not carry it is refused.")
          .quoted()
          .inPolicyWithClient();

  static final List<Key<?>> ALL =
      List.of(
          CLIENT_CERTIFICATE,
          CLIENT_CERTIFICATE_KEY,
          CLIENT_CERTIFICATE_PASSWORD,
          CLIENT_CERTIFICATE_ALIAS,
          CLIENT_CERTIFICATE_FOR,
          CLIENT_CERTIFICATE_ALSO_OVER);

  static Object clientCertificate(Setting setting) {
    Object value = setting.value();
    if (value instanceof String) {
      return Parser.location().parse(setting);
    }
    if (value instanceof KeyStore
        || value instanceof KeyStore.PrivateKeyEntry
        || value instanceof X509ExtendedKeyManager) {
      return value;
    }
    throw new IllegalArgumentException();
  }

  static Set<Exposure> exposures(Setting setting) {
    return setting.text().filter(text -> Parser.wordsIn(text).isEmpty()).isPresent()
        ? Set.of()
        : EXPOSURES.parse(setting);
  }
}
