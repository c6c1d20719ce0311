package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.der.StrictDer;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.GeneralSubtree;

/**
 * The nameConstraints extension of one authority (RFC 5280, section 4.2.1.10).
 *
 * @param permitted the permitted subtrees; a name of a kind that occurs here must be in one of them
 * @param excluded the excluded subtrees, in which no name may be
 */
record NameConstraints(List<Subtree> permitted, List<Subtree> excluded) {
  private static final String OID = "2.5.29.30";
  private static final int PERMITTED = 0;
  private static final int EXCLUDED = 1;

  NameConstraints {
    permitted = List.copyOf(permitted);
    excluded = List.copyOf(excluded);
  }

  /**
   * Reads the extension; empty if the certificate does not have it.
   *
   * @throws IOException if the extension violates the RFC; the message names the defect
   */
  static Optional<NameConstraints> of(X509Certificate certificate) throws IOException {
    Optional<ASN1Primitive> extension = StrictDer.extension(certificate, OID, "nameConstraints");
    if (extension.isEmpty()) {
      return Optional.empty();
    }
    List<Subtree> permitted = new ArrayList<>();
    List<Subtree> excluded = new ArrayList<>();
    try {
      ASN1Sequence fields = ASN1Sequence.getInstance(extension.get());
      int last = -1;
      for (int i = 0; i < fields.size(); i++) {
        ASN1TaggedObject field = ASN1TaggedObject.getInstance(fields.getObjectAt(i));
        if (field.getTagNo() <= last || field.getTagNo() > EXCLUDED) {
          throw new IOException("the nameConstraints are malformed");
        }
        last = field.getTagNo();
        read(ASN1Sequence.getInstance(field, false), last == PERMITTED ? permitted : excluded);
      }
    } catch (RuntimeException e) {
      // Bouncy Castle's ASN.1 parser reports defects as runtime exceptions of several types
      throw new IOException("the nameConstraints are malformed", e);
    }
    if (permitted.isEmpty() && excluded.isEmpty()) {
      throw new IOException("the nameConstraints are empty");
    }
    return Optional.of(new NameConstraints(permitted, excluded));
  }

  private static void read(ASN1Sequence subtrees, List<Subtree> into) throws IOException {
    if (subtrees.size() == 0) {
      throw new IOException("a list of subtrees is empty");
    }
    for (int i = 0; i < subtrees.size(); i++) {
      GeneralSubtree subtree = GeneralSubtree.getInstance(subtrees.getObjectAt(i));
      if (!subtree.getMinimum().equals(BigInteger.ZERO) || subtree.getMaximum() != null) {
        throw new IOException("a subtree has a minimum or a maximum");
      }
      into.add(SubtreeReader.read(subtree.getBase()));
    }
  }

  /** Returns the number of subtrees. */
  int size() {
    return permitted.size() + excluded.size();
  }

  /** Returns the reason why the authority may not issue for a name; empty if it may. */
  Optional<String> violation(SubjectName name) {
    boolean constrained = false;
    boolean included = false;
    for (Subtree subtree : excluded) {
      if (subtree.concerns(name)) {
        if (name instanceof SubjectName.Malformed || subtree instanceof Subtree.Unevaluable) {
          return Optional.of("it cannot be told whether it is in " + subtree.shown());
        }
        if (subtree.covers(name) != Subtree.Coverage.NONE) {
          return Optional.of("excluded is " + subtree.shown());
        }
      }
    }
    for (Subtree subtree : permitted) {
      if (subtree.concerns(name)) {
        constrained = true;
        included |=
            !(name instanceof SubjectName.Malformed)
                && subtree.covers(name) == Subtree.Coverage.ALL;
      }
    }
    return constrained && !included
        ? Optional.of(
            "it is not within the permitted names of the kind " + name.kind().standardName())
        : Optional.empty();
  }
}
