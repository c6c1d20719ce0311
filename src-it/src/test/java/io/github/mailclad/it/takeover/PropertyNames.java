package io.github.mailclad.it.takeover;

import io.github.mailclad.internal.config.AngusProperty;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** The names of the properties that the classes of a mail jar read. */
final class PropertyNames extends ClassVisitor {
  /** {@code mail.name}, {@code .suffix}, or both with a gap for the name of the protocol. */
  private static final Pattern NAME =
      Pattern.compile("(mail|mail\\.\\x01|\\x01)?\\.([a-zA-Z][\\w.\\x01]*)");

  /** Suffixes that Mailclad leaves to the application: none opens a connection or weakens one. */
  private static final Set<String> OF_THE_APPLICATION =
      words(
          """
          allow8bitmime allowreadonlyselect appendbuffersize cachewriteto chunksize
          closefoldersonstorefailure connectionpool.debug connectionpoolsize connectionpooltimeout
          disablecapa disabletop dsn.notify dsn.ret enableimapevents enableresponseevents fetchsize
          filecache.dir filecache.enable finalizecleanclose folder.class forgettopheaders from host
          ignorebodystructuresize keepmessagecontent localaddress localhost mailextension
          message.class messagecache.debug minidletime noop.strict partialfetch peek pipelining
          proxyauth.user pruninginterval quitonsessionreject quitwait referralexception reportsuccess
          reusetagprefix rsetbeforequit sendpartial separatestoreconnection servertimeout
          statuscachetimeout submitter throwsearchexception user userset yahoo.guid
          """);

  /** Suffixes of the login and of compression, which Mailclad takes away from the library. */
  private static final Set<String> WITHOUT_EFFECT =
      words(
          """
          auth. disable auth.GAP.disable auth.xoauth2.two.line.authentication.format
          compress.level compress.strategy forcepasswordrefresh sasl.authorizationid
          sasl.mechanisms sasl.xgwtrustedapphack.enable saslrealm
          """);

  /** Names of the whole session; {@code mail.mime.*} is about the content of messages. */
  private static final Set<String> OF_THE_SESSION =
      words(
          """
          mail.URLName.dontencode mail.alternates mail.debug mail.debug.auth.username mail.debug.quote
          mail.event.executor mail.event.scope mail.from mail.host mail.imap mail.imap.parse.debug
          mail.replyallcc mail.socket.debug mail.store.protocol mail.transport.protocol
          mail.transport.protocol. mail.transport.protocol.GAP mail.user
          """);

  /** The suffix that chooses another class: the check of the providers reports it. */
  private static final Set<String> OF_THE_CHECK = Set.of("class");

  private final Set<String> found = new TreeSet<>();

  private PropertyNames() {
    super(Opcodes.ASM9);
  }

  private static Set<String> words(String text) {
    return Set.of(text.trim().split("\\s+", -1));
  }

  /** Returns all names in a jar, the suffixes without their protocol. */
  static Set<String> in(Path jar) throws IOException {
    PropertyNames names = new PropertyNames();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        // the log handler has settings of its own, and sends by a session of its own
        if (entry.getName().matches("(?!META-INF/)(?!.*/logging/).*\\.class")) {
          try (InputStream in = file.getInputStream(entry)) {
            new ClassReader(in).accept(names, ClassReader.SKIP_DEBUG);
          }
        }
      }
    }
    // the name of a part of a message, and the end of the name of a file
    names.found.removeAll(Set.of("MIME", "mbox"));
    return names.found;
  }

  /** Returns those of the names that were not judged yet. */
  static Set<String> unknown(Set<String> names) {
    Set<String> unknown = new TreeSet<>(names);
    Set<String> guarded = new HashSet<>(AngusProperty.DEBUG_SECRETS);
    Arrays.stream(AngusProperty.values()).map(AngusProperty::suffix).forEach(guarded::add);
    for (Set<String> known :
        Arrays.asList(guarded, OF_THE_APPLICATION, WITHOUT_EFFECT, OF_THE_SESSION, OF_THE_CHECK)) {
      unknown.removeAll(known);
    }
    unknown.removeIf(name -> name.startsWith("mail.mime."));
    return unknown;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String type, @Nullable String generic, String @Nullable [] errors) {
    return new MethodVisitor(Opcodes.ASM9) {
      private String last = "";

      @Override
      public void visitLdcInsn(Object constant) {
        if (constant instanceof String text) {
          last = text;
          add(text);
        }
      }

      @Override
      public void visitMethodInsn(int code, String owner, String name, String type, boolean i) {
        // POP3 completes the name of the property there
        if (name.equals("getBoolProp") && last.matches("[a-z].*")) {
          found.add(last);
        }
      }

      @Override
      public void visitInvokeDynamicInsn(
          String name, String type, Handle bootstrap, Object... arguments) {
        for (Object argument : arguments) {
          if (argument instanceof String text) {
            add(text);
          }
        }
      }
    };
  }

  private void add(String text) {
    Matcher name = NAME.matcher(text);
    if (name.matches()) {
      String readable = name.group(2).replace("\u0001", "GAP");
      boolean whole = "mail".equals(name.group(1)) && !readable.startsWith("GAP");
      found.add(whole ? "mail." + readable : readable.replaceFirst("^GAP\\.(?=.)", ""));
    }
  }
}
