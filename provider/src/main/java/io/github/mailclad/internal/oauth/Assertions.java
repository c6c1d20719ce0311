package io.github.mailclad.internal.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import io.github.mailclad.internal.client.SigningKey;
import io.github.mailclad.internal.oauth.OAuthRules.ClientProof.SignedAssertion;
import io.github.mailclad.internal.oauth.OAuthRules.RsaSignature;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Assertions that a client signs (RFC 7523), each valid for five minutes.
 *
 * @param key the key that signs
 * @param now the instant of the signature
 */
record Assertions(SigningKey key, Instant now) {
  private static final int SECONDS = 300;

  /** Returns the assertion by which a client authenticates itself (section 2.2). */
  PrivateKeyJWT ofClient(SignedAssertion assertion, String clientId, URI endpoint)
      throws JOSEException {
    JWTClaimsSet claims =
        claims(clientId, endpoint).subject(clientId).notBeforeTime(Date.from(now)).build();
    return new PrivateKeyJWT(signed(claims, assertion.keyId(), assertion.rsa()));
  }

  /** Returns the assertion of a service account that it acts for a user (section 2.1). */
  JWTBearerGrant aboutUser(ServiceAccountKey account, String user, URI endpoint, Scope scope)
      throws JOSEException {
    JWTClaimsSet claims =
        claims(account.clientId(), endpoint).subject(user).claim("scope", scope.toString()).build();
    return new JWTBearerGrant(signed(claims, account.keyId(), RsaSignature.PKCS1));
  }

  private JWTClaimsSet.Builder claims(String issuer, URI endpoint) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience(endpoint.toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(SECONDS)))
        .jwtID(UUID.randomUUID().toString());
  }

  private SignedJWT signed(JWTClaimsSet claims, @Nullable String keyId, RsaSignature rsa)
      throws JOSEException {
    boolean ec = key.key() instanceof ECPrivateKey;
    JWSAlgorithm algorithm = ec ? curve((ECPrivateKey) key.key()) : algorithm(rsa);
    JWSHeader.Builder header =
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(keyId);
    if (key.certificate() != null) {
      header.x509CertSHA256Thumbprint(thumbprint(key.certificate()));
    }
    SignedJWT jwt = new SignedJWT(header.build(), claims);
    JWSSigner signer = ec ? new ECDSASigner((ECPrivateKey) key.key()) : new RSASSASigner(key.key());
    jwt.sign(signer);
    return jwt;
  }

  private JWSAlgorithm algorithm(RsaSignature rsa) throws JOSEException {
    return switch (key.key().getAlgorithm()) {
      case "RSA" -> rsa == RsaSignature.PSS ? JWSAlgorithm.PS256 : JWSAlgorithm.RS256;
      case "RSASSA-PSS" -> JWSAlgorithm.PS256;
      default -> throw new JOSEException("keys of " + key.key().getAlgorithm() + " are not used");
    };
  }

  private static JWSAlgorithm curve(ECPrivateKey key) throws JOSEException {
    Curve curve = Curve.forECParameterSpec(key.getParams());
    if (Curve.P_256.equals(curve)) {
      return JWSAlgorithm.ES256;
    }
    if (Curve.P_384.equals(curve)) {
      return JWSAlgorithm.ES384;
    }
    if (Curve.P_521.equals(curve)) {
      return JWSAlgorithm.ES512;
    }
    throw new JOSEException("its curve is not used");
  }

  private static Base64URL thumbprint(X509Certificate certificate) {
    try {
      return Base64URL.encode(
          MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has an encoding", e);
    }
  }
}
