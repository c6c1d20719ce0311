package io.github.mailclad;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The client certificate of one account, with the one server that it may be sent to: having a
 * certificate authorizes no account that it was not meant for, and no server to see it (RFC 8314,
 * section 5.5). It is sent where a verified server asks for it, and by default over TLS 1.3 with
 * implicit TLS only, because TLS 1.2 sends it in the clear (RFC 8446, appendix E.1.2).
 *
 * @param source the source of the certificate and its private key
 * @param binding the account, with the server
 * @param alsoOver the other connections that may carry it
 */
public record ClientIdentity(KeySource source, BoundAccount binding, Set<Exposure> alsoOver) {
  public ClientIdentity {
    alsoOver = Set.copyOf(alsoOver);
  }

  /** A kind of connection that carries a client certificate only where that is asked for. */
  public enum Exposure {
    /** TLS 1.2, which sends certificates in the clear. */
    TLS_1_2("TLSv1.2"),
    /** TLS that began with STARTTLS. */
    STARTTLS("starttls");

    private final String text;

    Exposure(String text) {
      this.text = text;
    }

    /** Returns the word for it in {@code client-certificate-also-over}. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * The account that a certificate belongs to, and the server that it is for.
   *
   * @param user the user name, exactly as the application gives it; empty for none
   * @param host the server
   * @param port 1 to 65535
   */
  public record BoundAccount(String user, Host host, int port) {
    /** Refuses a port out of range. */
    public BoundAccount {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("port out of range: " + port);
      }
    }

    /** Returns whether a connection belongs to this account and goes to this server. */
    public boolean covers(String account, Endpoint endpoint) {
      return user.equals(account) && host.equals(endpoint.host()) && port == endpoint.port();
    }

    @Override
    public String toString() {
      return user + " at " + host + ", port " + port;
    }
  }

  /** The source of a certificate and its private key. Its text never contains a secret. */
  public sealed interface KeySource {
    /**
     * A PKCS12, JKS or PEM file, recognised by the content, or two PEM files. They are read again
     * when they change.
     *
     * @param certificate the location of the certificate, and of the private key unless that has
     *     its own
     * @param key the location of the private key in PEM; null for the same location
     * @param password the password of the file and of the private key; null for none
     * @param alias the alias of the private key in a PKCS12 or JKS file; null for the only key
     */
    record KeyFile(
        Location certificate,
        @Nullable Location key,
        @Nullable String password,
        @Nullable String alias)
        implements KeySource {
      /** Creates the source of one file of this machine. */
      public KeyFile(Path file, @Nullable String password, @Nullable String alias) {
        this(new Location.OfFile(file), null, password, alias);
      }

      @Override
      public String toString() {
        return key == null ? certificate.toString() : certificate + " and " + key;
      }
    }

    /**
     * A key store that the application gave.
     *
     * @param store the store
     * @param password the password of the private key; null for none
     * @param alias the alias of the private key; null for the only key
     */
    record GivenKeyStore(KeyStore store, @Nullable String password, @Nullable String alias)
        implements KeySource {
      @Override
      public String toString() {
        return "the given key store";
      }
    }

    /**
     * A private key with its certificates that the application gave.
     *
     * @param entry the key and its chain
     */
    record GivenKey(KeyStore.PrivateKeyEntry entry) implements KeySource {
      @Override
      public String toString() {
        return "the given private key";
      }
    }

    /**
     * A key manager that the application gave; it is asked at every connection.
     *
     * @param manager the key manager
     * @param alias the alias of the private key; null for the only key
     */
    record GivenKeyManager(X509ExtendedKeyManager manager, @Nullable String alias)
        implements KeySource {
      @Override
      public String toString() {
        return "the given key manager";
      }
    }
  }

  /** Returns the source and the binding; never a secret. */
  @Override
  public String toString() {
    return "the client certificate in " + source + " of " + binding;
  }
}
