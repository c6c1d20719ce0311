package io.github.mailclad.it.auth;

import io.github.mailclad.it.matrix.Mutant;
import java.lang.reflect.Method;
import java.security.cert.Certificate;
import javax.net.ssl.SSLSession;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.matcher.ElementMatchers;

/** Answers the question whether a client certificate was sent on a connection: yes. */
public final class CertificateSent {
  /** The library with that answer. */
  static final Mutant MUTANT =
      Mutant.of(
          "LoginChoice believes that a client certificate was sent",
          "internal.sasl.LoginChoice",
          type ->
              type.visit(
                  MemberSubstitution.relaxed()
                      .method(ElementMatchers.named("getLocalCertificates"))
                      .replaceWith(answer())
                      .on(ElementMatchers.named("of"))));

  private CertificateSent() {}

  /** In place of {@code SSLSession.getLocalCertificates}. */
  public static Certificate[] someCertificates(SSLSession session) {
    return new Certificate[0];
  }

  private static Method answer() {
    try {
      return CertificateSent.class.getMethod("someCertificates", SSLSession.class);
    } catch (NoSuchMethodException e) {
      throw new LinkageError("no someCertificates", e);
    }
  }
}
