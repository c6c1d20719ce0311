package io.github.mailclad.internal.tls;

import io.github.mailclad.KeyExchange;
import io.github.mailclad.refusal.HandshakeRefusal;
import io.github.mailclad.refusal.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The key exchange groups that a ClientHello offers. They can be set from Java 20 on. Older
 * platforms offer their default groups, which begin with the same ones, and do not list them.
 */
final class OfferedGroups {
  private static final List<String> HYBRID =
      List.of("X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024");
  private static final List<String> ELLIPTIC = List.of("x25519", "secp256r1", "secp384r1");

  private static final @Nullable MethodHandle GET =
      ofParameters("getNamedGroups", MethodType.methodType(String[].class));
  private static final @Nullable MethodHandle SET =
      ofParameters("setNamedGroups", MethodType.methodType(void.class, String[].class));

  private OfferedGroups() {}

  /** Sets the groups, if the platform has a method for that. */
  static void set(SSLParameters parameters, KeyExchange accepted) {
    if (SET == null) {
      return;
    }
    try {
      SET.invoke(parameters, groups(accepted, enabledIn(parameters)).toArray(String[]::new));
    } catch (Throwable e) {
      throw new IllegalStateException("the platform does not take its own groups", e);
    }
  }

  /**
   * Returns why the platform cannot do an accepted key exchange; empty if it can or does not list
   * its groups. Checked before there is a connection.
   *
   * @param defaults the initial parameters of the platform
   */
  static Optional<Refusal> objection(SSLParameters defaults, KeyExchange accepted) {
    List<String> enabled = enabledIn(defaults);
    return enabled.isEmpty() || enabled.stream().anyMatch(accepted::accepts)
        ? Optional.empty()
        : Optional.of(new HandshakeRefusal.KeyExchangeRefused(null, enabled));
  }

  /**
   * Returns the groups to offer, the preferred one first. Hybrid groups are offered if the platform
   * has enabled them, or if only hybrid groups are accepted and the platform does not list its
   * groups. The elliptic curves are always offered, because platforms verify signatures only on the
   * curves that they offer. The group that the server chose is checked afterwards.
   *
   * @param enabled the enabled groups of the platform; empty if it does not list them
   */
  static List<String> groups(KeyExchange accepted, List<String> enabled) {
    boolean mayTry = accepted == KeyExchange.POST_QUANTUM && enabled.isEmpty();
    return Stream.concat(
            HYBRID.stream().filter(group -> mayTry || enabled.contains(group)), ELLIPTIC.stream())
        .toList();
  }

  private static List<String> enabledIn(SSLParameters parameters) {
    if (GET == null) {
      return List.of();
    }
    try {
      String @Nullable [] groups = (String[]) GET.invoke(parameters);
      return groups == null ? List.of() : List.of(groups);
    } catch (Throwable e) {
      throw new IllegalStateException("the platform does not tell its own groups", e);
    }
  }

  private static @Nullable MethodHandle ofParameters(String name, MethodType type) {
    try {
      return MethodHandles.publicLookup().findVirtual(SSLParameters.class, name, type);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a public method of the platform is not accessible", e);
    }
  }
}
