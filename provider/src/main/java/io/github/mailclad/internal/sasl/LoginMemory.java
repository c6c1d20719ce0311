package io.github.mailclad.internal.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Endpoint;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The last successful login of each user of a session at each server: the capabilities that the
 * server listed before it, and the keys that SCRAM derived from the password. Kept in memory only,
 * bounded, and dropped after a refusal or a rejected login. Thread-safe.
 */
public final class LoginMemory {
  private static final int MOST = 64;
  private static final int MOST_CHARACTERS = 8192;
  private static final String HASH = "HmacSHA256";

  private final Map<Login, Known> known = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable SecureRandom random;
  private @Nullable SecretKeySpec recognition;

  private record Login(Endpoint server, String user) {
    /** Written out, because the generated method hashes five records for each login. */
    @Override
    public int hashCode() {
      return user.hashCode();
    }
  }

  private static final class Known {
    private @Nullable Salted salted;
    private @Nullable ScramKeys keys;
    private List<String> capabilities = List.of();

    void clear() {
      salted = null;
      if (keys != null) {
        keys.clear();
        keys = null;
      }
    }
  }

  /**
   * The input of SCRAM's key derivation (RFC 5802, section 3).
   *
   * @param password the {@linkplain #recognizable mark} of the password
   * @param salt the salt in base64
   */
  record Salted(AuthMechanism mechanism, String password, String salt, int iterations) {}

  /** The two keys of RFC 5802, section 3, which prove the password to one server. */
  static final class ScramKeys {
    private final byte[] client;
    private final byte[] server;

    /** Creates the keys out of these arrays, not of copies. */
    ScramKeys(byte[] client, byte[] server) {
      this.client = client;
      this.server = server;
    }

    byte[] client() {
      return client;
    }

    byte[] server() {
      return server;
    }

    private ScramKeys copy() {
      return new ScramKeys(client.clone(), server.clone());
    }

    private void clear() {
      Arrays.fill(client, (byte) 0);
      Arrays.fill(server, (byte) 0);
    }
  }

  /** Returns the source of nonces. It is made at the first login, because that takes time. */
  synchronized SecureRandom random() {
    SecureRandom made = random;
    if (made == null) {
      made = new SecureRandom();
      random = made;
    }
    return made;
  }

  private synchronized SecretKeySpec recognition() {
    SecretKeySpec made = recognition;
    if (made == null) {
      byte[] key = new byte[32];
      random().nextBytes(key);
      made = new SecretKeySpec(key, HASH);
      recognition = made;
    }
    return made;
  }

  /**
   * Returns a mark by which this memory, and no other one, recognizes a password. Another password
   * of the same user must be derived anew, or a login with it would succeed.
   */
  String recognizable(String password) {
    try {
      Mac mac = Mac.getInstance(HASH);
      mac.init(recognition());
      return Base64.getEncoder().encodeToString(mac.doFinal(password.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a mark of a login, which only an equal login of this session has. */
  public String mark(@Nullable String... parts) {
    StringBuilder login = new StringBuilder();
    for (String part : parts) {
      // no part contains NUL
      login.append(part == null ? "" : "=" + part).append('\0');
    }
    return recognizable(login.toString());
  }

  /** Returns the keys of a login with exactly that input; empty if they are not known. */
  synchronized Optional<ScramKeys> keys(Endpoint server, String user, Salted salted) {
    Known login = known.get(new Login(server, user));
    return login == null || login.keys == null || !salted.equals(login.salted)
        ? Optional.empty()
        : Optional.of(login.keys.copy());
  }

  /** Keeps the keys of a login that succeeded, in place of earlier ones. */
  synchronized void keep(Endpoint server, String user, Salted salted, ScramKeys keys) {
    Known login = login(server, user);
    login.clear();
    login.salted = salted;
    login.keys = keys.copy();
  }

  /**
   * Returns the capabilities that a server listed before the last login of a user, in its order;
   * empty if they are not known.
   */
  public synchronized List<String> capabilities(Endpoint server, String user) {
    Known login = known.get(new Login(server, user));
    return login == null ? List.of() : login.capabilities;
  }

  /** Keeps the capabilities of a login that succeeded, unless the list is unusually long. */
  public synchronized void keep(Endpoint server, String user, List<String> capabilities) {
    int characters = 0;
    for (String capability : capabilities) {
      characters += capability.length();
    }
    login(server, user).capabilities =
        characters <= MOST_CHARACTERS ? List.copyOf(capabilities) : List.of();
  }

  private Known login(Endpoint server, String user) {
    Known login = known.computeIfAbsent(new Login(server, user), unused -> new Known());
    if (known.size() > MOST) {
      Iterator<Known> eldest = known.values().iterator();
      eldest.next().clear();
      eldest.remove();
    }
    return login;
  }

  /** Drops the logins of all users at a server. */
  public void forget(Endpoint server) {
    forgetAll(login -> login.server().equals(server));
  }

  /** Drops the logins of a user at a server. */
  public void forget(Endpoint server, String user) {
    forgetAll(new Login(server, user)::equals);
  }

  private synchronized void forgetAll(Predicate<Login> which) {
    known
        .entrySet()
        .removeIf(
            entry -> {
              boolean same = which.test(entry.getKey());
              if (same) {
                entry.getValue().clear();
              }
              return same;
            });
  }
}
