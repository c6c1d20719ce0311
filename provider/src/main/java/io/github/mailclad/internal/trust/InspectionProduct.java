package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.text.Ascii;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * Products that end TLS connections on the way and make certificates of their own, known by the
 * names that their authorities have as they are delivered. A hint for people, never a verdict: it
 * is asked only about a chain that is refused anyway.
 */
enum InspectionProduct {
  ZSCALER("Zscaler", "zscaler"),
  FORTINET("Fortinet FortiGate", "fortinet", "fortigate"),
  PALO_ALTO("Palo Alto Networks", "palo alto networks", "paloalto"),
  NETSKOPE("Netskope", "netskope", "goskope"),
  CISCO(
      "Cisco Umbrella or Secure Web Appliance",
      "cisco umbrella",
      "cisco secure access",
      "ironport"),
  CHECK_POINT("Check Point", "check point", "checkpoint"),
  SOPHOS("Sophos", "sophos"),
  BLUE_COAT("Symantec or Blue Coat ProxySG", "blue coat", "bluecoat", "symantec web"),
  FORCEPOINT("Forcepoint or Websense", "forcepoint", "websense"),
  SKYHIGH("Skyhigh or McAfee Web Gateway", "mcafee", "skyhigh"),
  BARRACUDA("Barracuda", "barracuda"),
  WATCHGUARD("WatchGuard Fireware", "watchguard", "fireware"),
  SONICWALL("SonicWall", "sonicwall"),
  CATO("Cato Networks", "cato networks"),
  CLOUDFLARE_GATEWAY("Cloudflare Gateway", "gateway ca - cloudflare", "cloudflare for teams"),
  IBOSS("iboss", "iboss"),
  SQUID("Squid", "squid"),
  KASPERSKY("Kaspersky", "kaspersky"),
  AVAST("Avast", "avast"),
  AVG("AVG", "avg technologies", "avg web/mail"),
  ESET("ESET", "eset ssl filter"),
  BITDEFENDER("Bitdefender", "bitdefender"),
  NORTON("Norton", "norton web", "nortonlifelock"),
  DR_WEB("Dr.Web", "dr.web", "drweb"),
  G_DATA("G DATA", "g data mail", "g data software"),
  ADGUARD("AdGuard", "adguard"),
  MITMPROXY("mitmproxy", "mitmproxy"),
  BURP("Burp Suite", "portswigger"),
  FIDDLER("Fiddler", "do_not_trust_fiddler"),
  CHARLES("Charles Proxy", "charles proxy");

  private final String shown;

  /** What names of its authorities contain, a line each. */
  private final String signs;

  InspectionProduct(String shown, String... signs) {
    this.shown = shown;
    this.signs = String.join("\n", signs);
  }

  /** The product whose authority issued one of these certificates, if that is recognisable. */
  static Optional<String> behind(Collection<X509Certificate> certificates) {
    return certificates.stream()
        .map(c -> Ascii.lowerCase(c.getIssuerX500Principal().getName()))
        .flatMap(
            issuer ->
                Arrays.stream(values())
                    .filter(product -> product.signs.lines().anyMatch(issuer::contains)))
        .map(product -> product.shown)
        .findFirst();
  }
}
