/**
 * Verifies servers for any program: the verdict on a certificate chain, DANE, revocation, and the
 * discovery of servers over DNSSEC. Needs no mail library.
 */
module io.github.mailclad.verify {
  requires static org.jspecify;
  // static: without it nothing is looked up but addresses
  requires static org.dnsjava;
  // static: needed only to keep accounts in a database
  requires static java.sql;
  // static: the used part of it is in the published jar
  requires static org.bouncycastle.provider;
  // static: reads the configuration of a domain whose digest is in DNS
  requires static com.fasterxml.jackson.core;
  requires java.net.http;
  requires java.xml;

  exports io.github.mailclad;
  exports io.github.mailclad.account;
  exports io.github.mailclad.discovery;
  exports io.github.mailclad.dns;
  exports io.github.mailclad.refusal;
  exports io.github.mailclad.resolver;
  exports io.github.mailclad.verify;
  // for the siblings alone, without any promise
  exports io.github.mailclad.internal.client to
      io.github.mailclad,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.dane to
      io.github.mailclad,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.der to
      io.github.mailclad,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.discovery to
      io.github.mailclad,
      io.github.mailclad.accounts,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.dns to
      io.github.mailclad,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.files to
      io.github.mailclad,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.handshake to
      io.github.mailclad,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.https to
      io.github.mailclad,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.revocation to
      io.github.mailclad,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.text to
      io.github.mailclad,
      io.github.mailclad.javax;
  exports io.github.mailclad.internal.trust to
      io.github.mailclad,
      io.github.mailclad.javax;
}
