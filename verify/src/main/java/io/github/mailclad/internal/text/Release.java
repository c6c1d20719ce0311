package io.github.mailclad.internal.text;

/**
 * The release of this jar. Mailclad's jars use each other's internal packages, so all of them must
 * be of one release.
 */
public final class Release {
  /**
   * The version, as in the POM. A constant: a class that names it has the version of the jar that
   * it was compiled with.
   */
  public static final String VERSION = "0.1.0-SNAPSHOT";

  private Release() {}

  /** Returns the version of the jar that is present at run time. */
  public static String present() {
    return VERSION;
  }
}
