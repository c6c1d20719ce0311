package io.github.mailclad.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mailclad.fixtures.KeyKind;
import io.github.mailclad.fixtures.Requirement;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.DSAParams;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.DSAParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the keys that are strong enough, and of those with which no signature is verified. */
class KeyStrengthTest {
  private static final BigInteger USUAL = BigInteger.valueOf(65537);
  private static final String STRONG = "";
  private static final String UNUSUAL = "an RSA key with an unusual exponent";
  private static final String OTHER_256 = "an EC key of 256 bits on another curve";

  /**
   * One key.
   *
   * @param weakness the description of its weakness; empty for none
   */
  record Row(String what, PublicKey key, String weakness, Cost cost) {
    @Override
    public String toString() {
      return what;
    }
  }

  private enum Cost {
    USUAL,
    OUT_OF_PROPORTION
  }

  private static Row usual(String what, PublicKey key, String weakness) {
    return new Row(what, key, weakness, Cost.USUAL);
  }

  private static Row costly(String what, PublicKey key, String weakness) {
    return new Row(what, key, weakness, Cost.OUT_OF_PROPORTION);
  }

  static Stream<Row> rsa() {
    BigInteger most = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    BigInteger more = BigInteger.ONE.shiftLeft(64).add(BigInteger.ONE);
    return Stream.of(
        usual("RSA, 2047 bits", rsa(2047, USUAL), "an RSA key of 2047 bits"),
        usual("RSA, 2048 bits", rsa(2048, USUAL), STRONG),
        usual("RSA, 8192 bits", rsa(8192, USUAL), STRONG),
        costly("RSA, 8193 bits", rsa(8193, USUAL), "an RSA key of 8193 bits"),
        usual("exponent 1", rsa(2048, BigInteger.ONE), UNUSUAL),
        usual("exponent 2", rsa(2048, BigInteger.TWO), UNUSUAL),
        usual("exponent 3", rsa(2048, BigInteger.valueOf(3)), STRONG),
        usual("an even exponent", rsa(2048, BigInteger.valueOf(65536)), UNUSUAL),
        usual("an exponent of 64 bits", rsa(2048, most), STRONG),
        costly("an exponent of 65 bits", rsa(2048, more), UNUSUAL));
  }

  static Stream<Row> curves() throws GeneralSecurityException {
    ECParameterSpec good = named("secp256r1");
    EllipticCurve curve = good.getCurve();
    EllipticCurve other =
        new EllipticCurve(curve.getField(), curve.getA(), curve.getB().add(BigInteger.ONE));
    ECPoint point = new ECPoint(good.getGenerator().getAffineY(), good.getGenerator().getAffineX());
    BigInteger order = good.getOrder();
    BigInteger long522 = BigInteger.ONE.shiftLeft(521);
    return Stream.of(
        usual("P-256", new EcKey(good), STRONG),
        usual("P-384", new EcKey(named("secp384r1")), STRONG),
        usual("P-521", new EcKey(named("secp521r1")), STRONG),
        usual("another curve", ec(other, good.getGenerator(), order, 1), OTHER_256),
        usual("another generator", ec(curve, point, order, 1), OTHER_256),
        usual("another cofactor", ec(curve, good.getGenerator(), order, 2), OTHER_256),
        usual(
            "another order",
            ec(curve, good.getGenerator(), order.shiftRight(1), 1),
            "an EC key of 255 bits on another curve"),
        costly(
            "an order of 522 bits",
            ec(curve, good.getGenerator(), long522, 1),
            "an EC key of 522 bits on another curve"));
  }

  static Stream<Row> others() {
    return Stream.of(
        usual("Ed25519", KeyKind.ED25519.keyPair().getPublic(), STRONG),
        usual("DSA, 3072 bits", dsa(3072), "a key of the kind DSA"),
        costly("DSA, 3073 bits", dsa(3073), "a key of the kind DSA"),
        costly("DSA without parameters", new DsaKey(null), "a key of the kind DSA"));
  }

  @ParameterizedTest
  @MethodSource({"rsa", "curves", "others"})
  @Requirement(value = "R9325-4.5-1", heldBy = "CertificateStrength")
  void weakAndCostlyKeysAreTold(Row row) {
    assertEquals(row.weakness(), CertificateStrength.weakness(row.key()).orElse(STRONG));
    assertEquals(row.cost() == Cost.OUT_OF_PROPORTION, CertificateStrength.isCostly(row.key()));
  }

  private static PublicKey rsa(int bits, BigInteger exponent) {
    return new RsaKey(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE), exponent);
  }

  private static PublicKey dsa(int bits) {
    BigInteger prime = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    return new DsaKey(new DSAParameterSpec(prime, BigInteger.TEN, BigInteger.TWO));
  }

  private static PublicKey ec(
      EllipticCurve curve, ECPoint generator, BigInteger order, int cofactor) {
    return new EcKey(new ECParameterSpec(curve, generator, order, cofactor));
  }

  private static ECParameterSpec named(String curve) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  /** A key that no factory of the platform would make. */
  private interface Unencoded extends PublicKey {
    @Override
    default String getFormat() {
      return "X.509";
    }

    @Override
    default byte[] getEncoded() {
      return new byte[0];
    }
  }

  private record RsaKey(BigInteger modulus, BigInteger exponent)
      implements RSAPublicKey, Unencoded {
    @Override
    public BigInteger getModulus() {
      return modulus;
    }

    @Override
    public BigInteger getPublicExponent() {
      return exponent;
    }

    @Override
    public String getAlgorithm() {
      return "RSA";
    }
  }

  private record EcKey(ECParameterSpec parameters) implements ECPublicKey, Unencoded {
    @Override
    public ECPoint getW() {
      return parameters.getGenerator();
    }

    @Override
    public ECParameterSpec getParams() {
      return parameters;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }
  }

  /** A key that may inherit its parameters (RFC 3279, section 2.3.2). */
  private record DsaKey(@Nullable DSAParams parameters) implements DSAPublicKey, Unencoded {
    @Override
    public BigInteger getY() {
      return BigInteger.TWO;
    }

    @Override
    public @Nullable DSAParams getParams() {
      return parameters;
    }

    @Override
    public String getAlgorithm() {
      return "DSA";
    }
  }
}
