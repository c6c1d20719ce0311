package io.github.mailclad.explain;

import java.util.regex.Pattern;

/** Masks what may be a secret in a line of a configuration. */
final class Secrets {
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:password|passwd|secret|token|credential|pwd|api-?key)[\\w.-]*[\"']?\\s*(?:=|:|\\s)\\s*)"
              + "(\"[^\"]*\"|'[^']*'|RAW\\([^)]*\\)|[^\\s&;,\"'<>]+)");
  private static final Pattern USER_INFO = Pattern.compile("(//[^\\s/:@]*):[^\\s/@]+@");

  /** A longer line is not shown in full; the patterns would take long, too. */
  private static final int LONGEST = 2_000;

  private Secrets() {}

  static String masked(String text) {
    String line = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    String masked = ASSIGNED.matcher(line).replaceAll("$1***");
    return USER_INFO.matcher(masked).replaceAll("$1:***@");
  }
}
