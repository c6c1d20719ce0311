package io.github.mailclad.internal.sasl;

import com.ongres.scram.common.StringPreparation;

/**
 * SASLprep (RFC 4013) by the library's profile. The library looks the profile up once, through the
 * thread's context class loader, and never again; in an application server, in OSGi and on the
 * common pool's threads that is another application's loader or the system's. So it is looked up
 * through our own.
 */
public final class Preparation {
  private Preparation() {}

  /**
   * Prepares a text.
   *
   * @throws IllegalArgumentException if it cannot be prepared
   */
  public static void check(String text) {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(Preparation.class.getClassLoader());
    try {
      StringPreparation.SASL_PREPARATION.normalize(text.toCharArray());
    } finally {
      thread.setContextClassLoader(context);
    }
  }
}
