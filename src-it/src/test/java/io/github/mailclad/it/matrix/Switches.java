package io.github.mailclad.it.matrix;

import io.github.mailclad.AuthMechanism;
import io.github.mailclad.Host;
import io.github.mailclad.Identifier;
import io.github.mailclad.Outcome;
import io.github.mailclad.TlsVersion;
import io.github.mailclad.TrustEvidence;
import io.github.mailclad.Verification;
import io.github.mailclad.internal.config.LoginRules;
import io.github.mailclad.internal.trust.ValidPath;
import io.github.mailclad.verify.PresentedChain;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * The replacements in the {@linkplain Mutants mutants}: bodies that Byte Buddy copies to the end of
 * the changed methods. They are read as bytes and never run here.
 */
@SuppressWarnings("UnusedVariable") // what they write becomes the changed method's result
public final class Switches {
  private Switches() {}

  /** The value of a property in the user's own properties, which guarded ones wrap. */
  public static @Nullable Object own(Object guarded, String key) {
    try {
      Field user = guarded.getClass().getSuperclass().getDeclaredField("user");
      user.setAccessible(true);
      return ((Properties) user.get(guarded)).get(key);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the user's properties are elsewhere", e);
    }
  }

  /** In place of {@code List.contains}. */
  public static boolean always(List<?> list, Object element) {
    return true;
  }

  /** The key of {@link OneUsersProperty}. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Key {}

  static final class AnyServer {
    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("presented") PresentedChain presented,
        @Advice.Argument(0) Set<Identifier> references,
        @Advice.Return(readOnly = false) Verification verdict) {
      verdict =
          new Verification.Accepted(
              references.iterator().next(),
              new TrustEvidence.Pkix(presented.certificates(), presented.certificates().get(0)));
    }
  }

  static final class VerdictIgnored {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) PresentedChain presented,
        @Advice.FieldValue(value = "verdict", readOnly = false) @Nullable Verification kept,
        @Advice.Return(readOnly = false) Verification verdict) {
      verdict =
          new Verification.Accepted(
              Host.of("localhost").identifier(),
              new TrustEvidence.Pkix(presented.certificates(), presented.certificates().get(0)));
      kept = verdict;
    }
  }

  static final class AnyName {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) Collection<Identifier> references,
        @Advice.Return(readOnly = false) Optional<Identifier> matched) {
      matched = Optional.of(references.iterator().next());
    }
  }

  static final class AnyPath {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) List<X509Certificate> chain,
        @Advice.Return(readOnly = false) Outcome<ValidPath> result) {
      result = Outcome.of(new ValidPath(new TrustEvidence.Pkix(chain, chain.get(0)), Set.of()));
    }
  }

  static final class AnyVersion {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Optional<TlsVersion> version) {
      if (version.isEmpty()) {
        version = Optional.of(TlsVersion.TLS_1_2);
      }
    }
  }

  static final class UsersProperties {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Object guarded,
        @Advice.Argument(0) String asked,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object value) {
      Object own = Switches.own(guarded, asked);
      if (own != null) {
        value = own;
      }
    }
  }

  static final class OneUsersProperty {
    @Advice.OnMethodExit
    static void exit(
        @Key String key,
        @Advice.This Object guarded,
        @Advice.Argument(0) String asked,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object value) {
      if (asked.matches("mail\\.[a-z0-9]+\\.\\Q" + key + "\\E")) {
        value = Switches.own(guarded, asked);
      }
    }
  }

  static final class AnyMechanism {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) LoginRules rules) {
      rules = new LoginRules(AuthMechanism.BY_DEFAULT, null);
    }
  }
}
