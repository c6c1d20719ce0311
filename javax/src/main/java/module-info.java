/**
 * Mailclad for {@code javax.mail}: a drop-in provider for Jakarta Mail 1.6 that makes cleartext and
 * unverified mail connections impossible.
 */
module io.github.mailclad.javax {
  requires transitive io.github.mailclad.verify;
  // the module of Jakarta Mail 1.6, which has the packages of javax.mail and com.sun.mail
  requires transitive jakarta.mail;
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
  requires com.ongres.scram.client;
  requires java.logging;

  exports io.github.mailclad.javax.check;
  exports io.github.mailclad.javax.mail;
  exports io.github.mailclad.javax.signin;
  // Jakarta Mail makes stores and transports by reflection
  exports io.github.mailclad.javax to
      jakarta.mail;

  provides javax.mail.Provider with
      io.github.mailclad.javax.Providers.Imaps,
      io.github.mailclad.javax.Providers.Imap,
      io.github.mailclad.javax.Providers.Pop3s,
      io.github.mailclad.javax.Providers.Pop3,
      io.github.mailclad.javax.Providers.Submissions,
      io.github.mailclad.javax.Providers.Submission,
      io.github.mailclad.javax.Providers.Smtps,
      io.github.mailclad.javax.Providers.Smtp;
}
