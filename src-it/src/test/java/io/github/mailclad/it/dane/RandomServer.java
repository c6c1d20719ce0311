package io.github.mailclad.it.dane;

import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.KeyKind;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A server drawn by lot, sound or with one defect or several, and a client's trust anchor.
 *
 * @param server what it presents
 * @param authorities those that issued it, the nearest first, presented or not
 * @param stranger an authority that has nothing to do with it
 * @param anchor what the client trusts
 * @param shape what was drawn, in words
 */
record RandomServer(
    Issued server, List<Issued> authorities, Issued stranger, Issued anchor, String shape) {
  static final String NAME = "mail.example.net";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant FROM = NOW.minus(Duration.ofDays(10));
  private static final Instant TO = NOW.plus(Duration.ofDays(10));
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<KeyKind> KEYS =
      List.of(KeyKind.EC_P256, KeyKind.EC_P256, KeyKind.EC_P384, KeyKind.RSA_2048, KeyKind.ED25519);

  /** The next one. */
  static RandomServer drawn(Random random) {
    return new Draw(random).server();
  }

  /** The certificates that records may be about. */
  List<X509Certificate> subjects() {
    List<X509Certificate> subjects = new ArrayList<>(List.of(server.certificate()));
    authorities.forEach(authority -> subjects.add(authority.certificate()));
    subjects.add(stranger.certificate());
    return subjects;
  }

  private static final class Draw {
    private final Random random;
    private final StringBuilder shape = new StringBuilder();

    private Draw(Random random) {
      this.random = random;
    }

    private boolean oneIn(int times) {
      return random.nextInt(times) == 0;
    }

    private <T> T of(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    private void note(String what) {
      shape.append(shape.length() == 0 ? "" : ", ").append(what);
    }

    private RandomServer server() {
      Issued stranger = authority("Stranger", -1).selfSigned();
      List<Issued> authorities = new ArrayList<>();
      int intermediates = random.nextInt(4);
      Issued issuer = spoiled(authority("Root", intermediates), "root").selfSigned();
      authorities.add(issuer);
      for (int i = intermediates; i > 0; i--) {
        issuer =
            spoiled(authority("Intermediate " + i, i - 1), "intermediate " + i).issuedBy(issuer);
        authorities.add(0, issuer);
      }
      note(intermediates + " intermediates");
      CertificateBuilder endEntity = endEntity();
      Issued server = oneIn(10) ? noted("self-signed", endEntity.selfSigned()) : null;
      server = server == null ? endEntity.issuedBy(issuer) : server;
      return new RandomServer(
          presented(server, authorities, stranger),
          authorities,
          stranger,
          anchor(authorities, stranger),
          shape.toString());
    }

    private Issued noted(String what, Issued issued) {
      note(what);
      return issued;
    }

    private CertificateBuilder authority(String name, int below) {
      CertificateBuilder authority =
          CertificateBuilder.authority(name).key(of(KEYS)).validity(FROM, TO);
      return below >= 0 && oneIn(6) ? authority.ca(below) : authority;
    }

    private CertificateBuilder spoiled(CertificateBuilder authority, String which) {
      switch (random.nextInt(20)) {
        case 0 -> authority.validity(FROM, NOW.minus(DAY));
        case 1 -> authority.ca(0);
        case 2 -> authority.keyUsage(KeyUsage.digitalSignature);
        case 3 -> authority.key(KeyKind.RSA_1024);
        case 4 -> authority.brokenSignature();
        default -> {
          return authority;
        }
      }
      note("spoiled " + which);
      return authority;
    }

    private CertificateBuilder endEntity() {
      CertificateBuilder endEntity =
          CertificateBuilder.server().key(of(KEYS)).validity(FROM, TO).dns(name());
      switch (random.nextInt(16)) {
        case 0, 1 -> endEntity.validity(FROM, NOW.minus(DAY));
        case 2 -> endEntity.validity(NOW.plus(DAY), TO);
        case 3 -> endEntity.key(KeyKind.RSA_1024);
        case 4 -> endEntity.extendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
        case 5 -> endEntity.brokenSignature();
        case 6 -> endEntity.noExtendedKeyUsage();
        default -> {
          return endEntity;
        }
      }
      note("spoiled end-entity");
      return endEntity;
    }

    private String name() {
      String name = oneIn(6) ? "other.example.net" : oneIn(6) ? "*.example.net" : NAME;
      note(name);
      return name;
    }

    private Issued presented(Issued server, List<Issued> authorities, Issued stranger) {
      List<X509Certificate> chain = new ArrayList<>(server.chain());
      Issued root = authorities.get(authorities.size() - 1);
      if (oneIn(2)) {
        note("with the root");
        chain.add(root.certificate());
      }
      if (chain.size() > 1 && oneIn(6)) {
        note("one missing");
        chain.remove(1 + random.nextInt(chain.size() - 1));
      }
      if (oneIn(8)) {
        note("with a stranger");
        chain.add(1 + random.nextInt(chain.size()), stranger.certificate());
      }
      if (oneIn(12)) {
        note("the end-entity twice");
        chain.add(server.certificate());
      }
      return server.presenting(chain.toArray(new X509Certificate[0]));
    }

    private Issued anchor(List<Issued> authorities, Issued stranger) {
      if (oneIn(4)) {
        note("the client trusts a stranger");
        return stranger;
      }
      if (oneIn(5)) {
        note("the client trusts some authority");
        return of(authorities);
      }
      return authorities.get(authorities.size() - 1);
    }
  }
}
