package io.github.mailclad.it.servers;

import io.github.mailclad.fixtures.ImapDialogue;
import io.github.mailclad.fixtures.TlsFront;
import jakarta.activation.DataHandler;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.NotTerm;
import jakarta.mail.search.SubjectTerm;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.IdleManager;

/** Reading by IMAP. */
final class ImapScenarios {
  private static final int LARGE = Extent.isFull() ? 25_000_000 : 1_000_000;

  private ImapScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("append and fetch of 25 MB", ImapScenarios::largeMessage),
        Scenario.of(
            "fetch of 25 MB in one piece",
            Map.of("partialfetch", "false"),
            ImapScenarios::largeMessage),
        Scenario.of("search", ImapScenarios::search),
        Scenario.of("flags", ImapScenarios::flags),
        Scenario.of("copy and move", ImapScenarios::copy),
        Scenario.of("folders and namespaces", ImapScenarios::folders),
        Scenario.of("quota", ImapScenarios::quota),
        Scenario.of("IDLE", ImapScenarios::idle),
        Scenario.of("IdleManager", Map.of("usesocketchannels", "true"), ImapScenarios::idleManager),
        Scenario.of(
            "connection pool",
            Map.of("connectionpoolsize", "3", "separatestoreconnection", "true"),
            ImapScenarios::pool),
        Scenario.of(
            "EXTERNAL", Map.of("auth.mechanisms", "EXTERNAL"), ImapScenarios::clientCertificate),
        Scenario.of("PREAUTH", ImapScenarios::preauthenticated).differing(Difference.PREAUTH),
        Scenario.of("restart of the IMAP server", ImapScenarios::restart),
        Scenario.of("wrong password by IMAP", ImapScenarios::wrongPassword)
            .differing(Difference.REJECTED_LOGIN));
  }

  private static void largeMessage(Compared it) throws Exception {
    byte[] octets = new byte[LARGE];
    new Random(1).nextBytes(octets);
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setSubject("large");
    message.setDataHandler(
        new DataHandler(new ByteArrayDataSource(octets, "application/octet-stream")));
    message.saveChanges();
    try (Store store = it.connected(it.imap(), "imaps");
        Folder folder = it.folder(store, "large", 0)) {
      it.see(
          "appended",
          () -> {
            AppendUID[] uids = ((IMAPFolder) folder).appendUIDMessages(new Message[] {message});
            return Arrays.stream(uids).map(uid -> uid.uid).toList();
          });
      it.see("messages", folder::getMessageCount);
      it.see("size", () -> folder.getMessage(1).getSize() > LARGE);
      it.see("content", () -> digest(out -> folder.getMessage(1).getInputStream().transferTo(out)));
      it.see(
          "fetched",
          () -> {
            FetchProfile profile = new FetchProfile();
            profile.add(IMAPFolder.FetchProfileItem.MESSAGE);
            folder.fetch(folder.getMessages(), profile);
            return digest(out -> folder.getMessage(1).getInputStream().transferTo(out));
          });
    }
  }

  private interface Writing {
    void to(OutputStream out) throws Exception;
  }

  private static String digest(Writing writing) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      writing.to(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Integer> numbers(Message[] messages) {
    return Arrays.stream(messages).map(Message::getMessageNumber).toList();
  }

  private static void search(Compared it) throws Exception {
    try (Store store = it.connected(it.imap(), "imaps");
        Folder folder = it.folder(store, "search", 5)) {
      folder.getMessage(2).setFlag(Flags.Flag.FLAGGED, true);
      it.see("subject", () -> numbers(folder.search(new SubjectTerm("message 3"))));
      it.see("body", () -> numbers(folder.search(new BodyTerm(it.world.sentinels.body()))));
      FlagTerm flagged = new FlagTerm(new Flags(Flags.Flag.FLAGGED), true);
      it.see("flag", () -> numbers(folder.search(flagged)));
      it.see(
          "and, not",
          () ->
              numbers(
                  folder.search(new AndTerm(new NotTerm(flagged), new SubjectTerm("message")))));
      it.see("not ASCII", () -> numbers(folder.search(new SubjectTerm("Gr\u00fc\u00dfe"))));
    }
  }

  private static void flags(Compared it) throws Exception {
    try (Store store = it.connected(it.imap(), "imaps");
        Folder folder = it.folder(store, "flags", 2)) {
      Message message = folder.getMessage(1);
      message.setFlags(new Flags("$Label1"), true);
      message.setFlag(Flags.Flag.ANSWERED, true);
      it.see("set", message::getFlags);
      message.setFlag(Flags.Flag.ANSWERED, false);
      it.see("unset", message::getFlags);
      it.see("permanent", folder::getPermanentFlags);
      folder.getMessage(2).setFlag(Flags.Flag.DELETED, true);
      it.see("expunged", () -> numbers(folder.expunge()));
      it.see("unread", folder::getUnreadMessageCount);
    }
  }

  private static void copy(Compared it) throws Exception {
    try (Store store = it.connected(it.imap(), "imaps");
        Folder from = it.folder(store, "copy-from", 3)) {
      Folder to = it.folder(store, "copy-to", 0);
      to.close();
      from.copyMessages(from.getMessages(1, 2), to);
      it.see("copied", to::getMessageCount);
      ((IMAPFolder) from).moveMessages(from.getMessages(3, 3), to);
      it.see("moved", () -> from.getMessageCount() + " " + to.getMessageCount());
      to.open(Folder.READ_ONLY);
      it.see("UID", () -> ((UIDFolder) to).getUID(to.getMessage(3)));
      to.close();
      it.see("to nowhere", () -> copied(from, store.getFolder("nowhere")));
    }
  }

  private static String copied(Folder from, Folder to) throws MessagingException {
    from.copyMessages(from.getMessages(1, 1), to);
    return "copied";
  }

  private static void folders(Compared it) throws Exception {
    try (Store store = it.connected(it.imap(), "imaps")) {
      it.folder(store, "Entw\u00fcrfe", 1).close();
      Folder folder = store.getFolder("Entw\u00fcrfe");
      Folder renamed = store.getFolder("Gesendet \u65e5\u672c");
      if (renamed.exists()) {
        renamed.delete(true);
      }
      it.see("renamed", () -> folder.renameTo(renamed));
      renamed.setSubscribed(true);
      it.see("subscribed", () -> names(store.getDefaultFolder().listSubscribed("Ges*")));
      it.see("listed", () -> names(store.getDefaultFolder().list("Ges*")));
      it.see("separator", renamed::getSeparator);
      renamed.setSubscribed(false);
      it.see("deleted", () -> renamed.delete(true) + " " + renamed.exists());
      it.see("personal", () -> names(store.getPersonalNamespaces()));
      it.see("of a user", () -> names(store.getUserNamespaces(it.world.sentinels.user())));
      it.see("shared", () -> names(store.getSharedNamespaces()));
      it.see("capability", () -> ((IMAPStore) store).hasCapability("NAMESPACE"));
    }
  }

  private static List<String> names(Folder[] folders) {
    return Stream.of(folders).map(Folder::getFullName).sorted().toList();
  }

  private static void quota(Compared it) throws Exception {
    try (Store store = it.connected(it.imap(), "imaps")) {
      it.see(
          "limits",
          () ->
              Arrays.stream(((IMAPStore) store).getQuota("INBOX"))
                  .flatMap(quota -> Arrays.stream(quota.resources))
                  .map(resource -> resource.name + " " + resource.limit)
                  .toList());
    }
  }

  private static BlockingQueue<Integer> arrivals(Folder folder) {
    BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
    folder.addMessageCountListener(
        new MessageCountAdapter() {
          @Override
          public void messagesAdded(MessageCountEvent event) {
            arrived.add(event.getMessages()[0].getMessageNumber());
          }
        });
    return arrived;
  }

  private static void idle(Compared it) throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Store store = it.connected(it.imap(), "imaps");
        Store other = it.connected(it.imap(), "imaps");
        Folder folder = it.folder(store, "idle", 1)) {
      BlockingQueue<Integer> arrived = arrivals(folder);
      CompletableFuture<String> idle =
          CompletableFuture.supplyAsync(() -> idleOnce((IMAPFolder) folder), threads);
      it.fill(other.getFolder("idle"), 1);
      it.see("arrived", () -> arrived.poll(20, TimeUnit.SECONDS));
      it.see("ended", () -> idle.get(20, TimeUnit.SECONDS));
      it.see("read", () -> folder.getMessage(2).getSubject());
    } finally {
      threads.shutdownNow();
    }
  }

  private static String idleOnce(IMAPFolder folder) {
    try {
      folder.idle(true);
      return "open " + folder.isOpen();
    } catch (MessagingException e) {
      return e.toString();
    }
  }

  private static void idleManager(Compared it) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    Session session = it.imap();
    IdleManager manager = new IdleManager(session, threads);
    try (Store store = it.connected(session, "imaps");
        Store other = it.connected(it.imap(), "imaps");
        Folder folder = it.folder(store, "watched", 1)) {
      BlockingQueue<Integer> arrived = arrivals(folder);
      for (int i = 0; i < 2; i++) {
        it.see(
            "watched",
            () -> {
              manager.watch(folder);
              it.fill(other.getFolder("watched"), 1);
              return arrived.poll(5, TimeUnit.SECONDS);
            });
      }
    } finally {
      manager.stop();
      threads.shutdownNow();
    }
  }

  private static void pool(Compared it) throws Exception {
    try (Store store = it.connected(it.imap(), "imaps")) {
      List<Folder> folders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        folders.add(it.folder(store, "pool-" + i, i));
      }
      for (Folder folder : folders) {
        it.see("messages", folder::getMessageCount);
      }
      for (Folder folder : folders) {
        folder.close(false);
      }
      it.see("again", () -> it.folder(store, "pool-1", 2).getMessageCount());
      it.see("connected", store::isConnected);
    }
  }

  private static void restart(Compared it) throws Exception {
    Store store = it.connected(it.imap(), "imaps");
    Folder folder = it.folder(store, "restart", 1);
    it.server.restart().run();
    it.see("read", () -> folder.getMessage(1).getSubject());
    it.see("count", folder::getMessageCount);
    it.see("open", folder::isOpen);
    it.see("connected", store::isConnected);
    it.see(
        "again",
        () -> {
          store.close();
          store.connect(it.world.sentinels.user(), it.world.sentinels.password());
          folder.open(Folder.READ_ONLY);
          return folder.getMessage(1).getSubject();
        });
    store.close();
  }

  private static void wrongPassword(Compared it) {
    it.see(
        "connected",
        () -> {
          Store store = it.imap().getStore("imaps");
          store.connect(it.world.sentinels.user(), "wrong");
          return store.isConnected();
        });
  }

  private static void clientCertificate(Compared it) throws Exception {
    try (Store store = it.connected(it.imapWithCertificate(), "imaps")) {
      it.see("connected", store::isConnected);
      it.see("listed", () -> store.getFolder("INBOX").exists());
    }
  }

  private static void preauthenticated(Compared it) {
    try (TlsFront server =
        TlsFront.builder()
            .certificate(it.world.certificate)
            .dialogue(new ImapDialogue().greeting("* PREAUTH logged in"))
            .start()) {
      it.see(
          "connected",
          () -> {
            try (Store store = it.connected(it.session("imaps", server.port()), "imaps")) {
              return store.isConnected();
            }
          });
      it.see("connections", () -> server.recorder().connections().size());
    }
  }
}
