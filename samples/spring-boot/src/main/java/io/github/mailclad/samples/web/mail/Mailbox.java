package io.github.mailclad.samples.web.mail;

import io.github.mailclad.SecuredService;
import io.github.mailclad.account.AccountStoreException;
import io.github.mailclad.samples.web.page.Connection;
import io.github.mailclad.samples.web.page.PlainText;
import jakarta.mail.Address;
import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads an inbox by IMAP, and changes nothing in it. Text of other people is bounded. */
@Component
class Mailbox {
  private static final int NEWEST = 20;
  private static final int LONGEST_LINE = 150;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

  private final Clock clock;

  Mailbox(Clock clock) {
    this.clock = clock;
  }

  /**
   * The newest messages.
   *
   * @param connection the security of the connection that they came over
   * @param lines a message each, the newest first
   */
  record Inbox(Connection connection, List<Line> lines) {
    Inbox {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The line of a message in a list.
   *
   * @param uid its number in the mailbox
   * @param subject its subject, never empty
   * @param from the sender that the message names, which is not verified
   * @param date the date of its arrival; empty if it is not known
   */
  record Line(long uid, String subject, String from, String date) {}

  /**
   * A message.
   *
   * @param connection the security of the connection that it came over
   * @param line the same as in the list
   * @param text its text
   */
  record Opened(Connection connection, Line line, MessageText text) {}

  Inbox newest(Accounts.Usable account) throws AccountStoreException, MessagingException {
    try (Store store = open(account);
        Folder inbox = inbox(store)) {
      int last = inbox.getMessageCount();
      List<Line> lines = new ArrayList<>();
      if (last > 0) {
        Message[] messages = inbox.getMessages(Math.max(1, last - NEWEST + 1), last);
        FetchProfile profile = new FetchProfile();
        profile.add(FetchProfile.Item.ENVELOPE);
        profile.add(UIDFolder.FetchProfileItem.UID);
        inbox.fetch(messages, profile);
        for (Message message : messages) {
          lines.add(0, line((UIDFolder) inbox, message));
        }
      }
      return new Inbox(got(store), lines);
    }
  }

  Optional<Opened> message(Accounts.Usable account, long uid)
      throws AccountStoreException, MessagingException, IOException {
    try (Store store = open(account);
        Folder inbox = inbox(store)) {
      Message message = ((UIDFolder) inbox).getMessageByUID(uid);
      return message == null
          ? Optional.empty()
          : Optional.of(
              new Opened(got(store), line((UIDFolder) inbox, message), MessageText.of(message)));
    }
  }

  private static Store open(Accounts.Usable account)
      throws AccountStoreException, MessagingException {
    Store store = account.session().getStore();
    store.connect(/* host= */ null, account.account().account(), account.password());
    return store;
  }

  private static Folder inbox(Store store) throws MessagingException {
    Folder inbox = store.getFolder("INBOX");
    if (!(inbox instanceof UIDFolder)) {
      throw new MessagingException("this sample reads mail by IMAP only");
    }
    inbox.open(Folder.READ_ONLY);
    return inbox;
  }

  private static Connection got(Store store) {
    return Connection.of(((SecuredService) store).connectionSecurity().orElseThrow());
  }

  private Line line(UIDFolder inbox, Message message) throws MessagingException {
    String subject = PlainText.line(message.getSubject(), LONGEST_LINE);
    return new Line(
        inbox.getUID(message),
        subject.isEmpty() ? "(no subject)" : subject,
        from(message.getFrom()),
        date(message.getSentDate()));
  }

  private static String from(Address @Nullable [] from) {
    if (from == null || from.length == 0) {
      return "(no sender)";
    }
    return PlainText.line(
        from[0] instanceof InternetAddress address ? address.toUnicodeString() : from[0].toString(),
        LONGEST_LINE);
  }

  private String date(@Nullable Date sent) {
    return sent == null ? "" : DATE.format(sent.toInstant().atZone(clock.getZone()));
  }
}
