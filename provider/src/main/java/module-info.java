/**
 * Mailclad: a drop-in Jakarta Mail provider that makes cleartext and unverified mail connections
 * impossible.
 */
module io.github.mailclad {
  requires transitive io.github.mailclad.verify;
  requires transitive jakarta.mail;
  // static: in the all-in-one jar the packages of Angus are part of the module jakarta.mail
  requires static org.eclipse.angus.mail;
  requires static org.jspecify;
  // static: other implementations of TLS, one at a time
  requires static org.bouncycastle.provider;
  requires static org.bouncycastle.tls;
  requires static org.conscrypt;
  // static: without it nothing is recorded
  requires static jdk.jfr;
  // static: needed only to request OAuth tokens; the modules of com.nimbusds:oauth2-oidc-sdk
  requires static com.nimbusds.jose.jwt;
  requires static oauth2.oidc.sdk;
  // static: only a servlet container needs the class that has it
  requires static jakarta.servlet;
  requires com.ongres.scram.client;
  requires java.logging;

  exports io.github.mailclad.check;
  exports io.github.mailclad.mail;
  exports io.github.mailclad.signin;
  // Jakarta Mail makes stores and transports by reflection
  exports io.github.mailclad.angus to
      jakarta.mail;
  // for the sibling alone, without any promise
  exports io.github.mailclad.internal.connect to
      io.github.mailclad.accounts;
  exports io.github.mailclad.internal.mailproto to
      io.github.mailclad.accounts;
  exports io.github.mailclad.internal.memory to
      io.github.mailclad.accounts;

  provides jakarta.mail.Provider with
      io.github.mailclad.angus.Providers.Imaps,
      io.github.mailclad.angus.Providers.Imap,
      io.github.mailclad.angus.Providers.Pop3s,
      io.github.mailclad.angus.Providers.Pop3,
      io.github.mailclad.angus.Providers.Submissions,
      io.github.mailclad.angus.Providers.Submission,
      io.github.mailclad.angus.Providers.Smtps,
      io.github.mailclad.angus.Providers.Smtp;
}
