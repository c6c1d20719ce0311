package io.github.mailclad.internal.trust;

import io.github.mailclad.internal.text.Ascii;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * A product that intercepts TLS connections and issues its own certificates. Products are
 * recognised by the default names of their authorities. This is a hint for people and never a
 * verdict: it is used only for a chain that is refused anyway.
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

  /** Texts that the names of its authorities contain, one per line. */
  private final String signs;

  InspectionProduct(String shown, String... signs) {
    this.shown = shown;
    this.signs = String.join("\n", signs);
  }

  /**
   * Returns the product whose authority issued one of these certificates; empty if none is
   * recognised.
   */
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
