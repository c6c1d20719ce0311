package io.github.mailclad.it.account;

import io.github.mailclad.Endpoint;
import io.github.mailclad.MailService;
import io.github.mailclad.SecurityEvent;
import io.github.mailclad.SecurityListener;
import io.github.mailclad.account.AccountStore;
import io.github.mailclad.account.InMemoryAccountStore;
import io.github.mailclad.fixtures.CertificateBuilder;
import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.Issued;
import io.github.mailclad.fixtures.MailDialogue;
import io.github.mailclad.fixtures.Pop3Dialogue;
import io.github.mailclad.fixtures.SmtpDialogue;
import io.github.mailclad.fixtures.TlsFront;
import io.github.mailclad.it.World;
import io.github.mailclad.it.traps.ConnectProxy;
import io.github.mailclad.refusal.Refusal;
import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An account whose server is the same host and port every day, with different real servers: a proxy
 * leads to them.
 */
final class Yesterday implements SecurityListener {
  static final String HOST = "mail.example.org";
  static final int PORT = 1143;

  final World world = new World();
  final AccountStore store = new InMemoryAccountStore();
  final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
  final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  final Set<String> refusedServices = ConcurrentHashMap.newKeySet();
  final Issued valid = CertificateBuilder.server().dns(HOST).issuedBy(world.root);
  final Issued selfSigned = CertificateBuilder.server().dns(HOST).selfSigned();

  @Override
  public void onSecurityEvent(SecurityEvent event) {
    events.add(event);
  }

  @Override
  public void onRefused(MailService service, Endpoint endpoint, Refusal refusal) {
    refusals.add(refusal);
    refusedServices.add(service.srvLabel());
  }

  List<String> eventCodes() {
    return events.stream().map(SecurityEvent::code).toList();
  }

  /** A server that begins in the clear and starts TLS when it is asked to. */
  static TlsFront starttls(String protocol, Issued certificate) {
    return ConnectProxy.beforeStarttls(certificate, World.dialogue(protocol));
  }

  /** Returns the same server after an attacker removed its STARTTLS. */
  static TlsFront stripped(String protocol) {
    return ConnectProxy.beforeCleartext(withoutStarttls(protocol));
  }

  private static MailDialogue withoutStarttls(String protocol) {
    return switch (protocol) {
      case "imap" -> new ImapDialogue().capabilitiesInClear("IMAP4rev1", "AUTH=PLAIN");
      case "pop3" -> new Pop3Dialogue().capabilitiesInClear("TOP", "USER");
      default -> new SmtpDialogue().capabilitiesInClear("AUTH PLAIN LOGIN");
    };
  }

  /** Returns the account's properties for the server of today. */
  Properties properties(String protocol, TlsFront today) {
    Properties properties = ConnectProxy.through(today, protocol, HOST);
    properties.setProperty("mail." + protocol + ".port", Integer.toString(PORT));
    properties.put("mail.security.trust-anchors", world.root.certificate());
    properties.put("mail.security.account-store", store);
    properties.put("mail.security.listener", this);
    return properties;
  }

  Properties requiringStarttls(String protocol, TlsFront today) {
    Properties properties = properties(protocol, today);
    properties.setProperty("mail." + protocol + ".security.tls-start", "starttls");
    return properties;
  }

  Properties lowered(String protocol, TlsFront today) {
    Properties properties = properties(protocol, today);
    properties.remove("mail.security.trust-anchors");
    properties.setProperty("mail." + protocol + ".security.minimum-level", "none");
    return properties;
  }

  /** Connects and returns the failure; null if there is none. */
  @Nullable MessagingException connect(String protocol, Properties properties) {
    try (Service service = world.connect(protocol, properties)) {
      return null;
    } catch (MessagingException e) {
      return e;
    }
  }
}
