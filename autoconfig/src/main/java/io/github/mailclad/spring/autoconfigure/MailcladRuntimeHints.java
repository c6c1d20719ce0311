package io.github.mailclad.spring.autoconfigure;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * The hints for a native image: stores and transports, which Jakarta Mail creates by reflection,
 * and the files that are read from the jar.
 */
final class MailcladRuntimeHints implements RuntimeHintsRegistrar {
  private static final String PACKAGE = "io.github.mailclad.angus.";

  /** Resources of the provider. */
  static final List<String> RESOURCES =
      List.of(
          "META-INF/services/jakarta.mail.Provider",
          "META-INF/javamail.providers",
          "META-INF/jakarta.providers",
          "io/github/mailclad/account/schema.sql",
          "io/github/mailclad/internal/dns/root-anchors");

  /** Classes that Jakarta Mail instantiates. */
  static final List<String> SERVICES =
      List.of(
          "IMAPStore",
          "IMAPSSLStore",
          "POP3Store",
          "POP3SSLStore",
          "SMTPTransport",
          "SMTPSSLTransport",
          "UnusableStore",
          "UnusableTransport");

  /** Classes that name them. */
  static final List<String> PROVIDERS =
      List.of("Imaps", "Imap", "Pop3s", "Pop3", "Submissions", "Submission", "Smtps", "Smtp");

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
    RESOURCES.forEach(hints.resources()::registerPattern);
    Stream.concat(SERVICES.stream(), PROVIDERS.stream().map("Providers$"::concat))
        .map(name -> TypeReference.of(PACKAGE + name))
        .forEach(
            type ->
                hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS));
  }
}
