package io.github.mailclad.internal.der;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.AlgorithmParameters;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PssParametersTest {
  @ParameterizedTest
  @CsvSource({
    "SHA-256,SHA-256,true",
    "SHA-384,SHA-384,true",
    "SHA-512,SHA-256,true",
    "SHA-1,SHA-1,false",
    "SHA-1,SHA-256,false",
    "SHA-256,SHA-1,false",
    "SHA-224,SHA-224,false"
  })
  void bothDigestsMustBeStrong(String content, String mask, boolean strong) throws Exception {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
    parameters.init(new PSSParameterSpec(content, "MGF1", new MGF1ParameterSpec(mask), 20, 1));

    assertEquals(strong, PssParameters.weakness(parameters.getEncoded()).isEmpty());
  }

  @Test
  void withoutParametersTheDigestIsSha1() {
    assertTrue(PssParameters.weakness(null).isPresent());
    assertTrue(PssParameters.weakness(new byte[] {0x30, 0}).isPresent());
  }

  @Test
  void whatCannotBeReadIsNotKnownToBeStrong() {
    assertTrue(PssParameters.weakness(new byte[] {5, 0}).isPresent());
    assertTrue(PssParameters.weakness(new byte[] {0x30, 3, (byte) 0xa0, 1, 5}).isPresent());
  }
}
