/**
 * Mailclad: a drop-in Jakarta Mail provider that makes cleartext and unverified mail connections
 * impossible.
 */
module io.github.mailclad {
  requires transitive jakarta.mail;
  // static: in the all-in-one jar the packages of Angus are part of the module jakarta.mail
  requires static org.eclipse.angus.mail;
  requires static org.jspecify;
  // static: without it nothing is looked up but addresses
  requires static org.dnsjava;
  // static: needed only to keep accounts in a database
  requires static java.sql;
  // static: the used part of it is in the published jar
  requires static org.bouncycastle.provider;
  // static: other implementations of TLS, one at a time
  requires static org.bouncycastle.tls;
  requires static org.conscrypt;
  requires com.ongres.scram.client;
  requires java.logging;
  requires java.net.http;

  exports io.github.mailclad;
  exports io.github.mailclad.account;
  exports io.github.mailclad.dns;
  exports io.github.mailclad.refusal;
  exports io.github.mailclad.resolver;
  exports io.github.mailclad.check;
  exports io.github.mailclad.verify;
  // Jakarta Mail makes stores and transports by reflection
  exports io.github.mailclad.angus to
      jakarta.mail;
  // for the sibling alone, without any promise
  exports io.github.mailclad.internal.connect to
      io.github.mailclad.accounts;
  exports io.github.mailclad.internal.discovery to
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
