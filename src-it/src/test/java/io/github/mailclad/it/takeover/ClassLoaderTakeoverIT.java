package io.github.mailclad.it.takeover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of class loaders that load no class of Mailclad. Only the application's own {@code
 * ProviderCheck.require()} can report that, with the remedy.
 */
class ClassLoaderTakeoverIT {
  private static final String CHECK = "io.github.mailclad.check.ProviderCheck";

  private static URLClassLoader loader(List<Path> jars, ClassLoader parent) {
    return new URLClassLoader(
        jars.stream().map(ClassLoaderTakeoverIT::url).toArray(URL[]::new), parent);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** Calls {@code ProviderCheck.require()} there. */
  private static void require(ClassLoader application, @Nullable ClassLoader context)
      throws Throwable {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      Class.forName(CHECK, true, application).getMethod("require").invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String complaint(ClassLoader application, @Nullable ClassLoader context) {
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> require(application, context));
    assertEquals(IllegalStateException.class, refused.getClass(), refused.toString());
    return String.valueOf(refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"parent", "null"})
  void mailInAParentLoaderIsServedByAngusAndRequireSaysWhy(String context) throws Exception {
    List<Path> mail = Jars.all(Jars.in("split-2.1.5"), Jars.common());
    try (URLClassLoader parent = loader(mail, ClassLoader.getPlatformClassLoader());
        URLClassLoader child = loader(List.of(Jars.mailclad()), parent)) {
      String said = complaint(child, context.equals("null") ? null : parent);
      assertTrue(said.contains("imaps: org.eclipse.angus.mail.imap.IMAPSSLStore"), said);
      assertTrue(
          said.contains(
              "are loaded by a class loader that does not see " + Jars.mailclad().getFileName()),
          said);
    }
  }

  @Test
  void whereAngusServesPop3NoStoreOfOursConnectsIfMailcladIsRequired() throws Exception {
    List<Path> mail = Jars.all(Jars.in("split-2.1.5"), Jars.common());
    try (URLClassLoader parent = loader(mail, ClassLoader.getPlatformClassLoader());
        URLClassLoader child = loader(List.of(Jars.mailclad()), parent)) {
      assertTrue(failure(child).startsWith("Couldn't connect to host"), () -> failure(child));
      System.setProperty("io.github.mailclad.takeover", "required");
      try {
        String said = failure(child);
        assertTrue(
            said.startsWith(
                "Mailclad cannot connect: -Dio.github.mailclad.takeover=required: Mailclad does"),
            said);
        assertTrue(said.contains("pop3: org.eclipse.angus.mail.pop3.POP3Store"), said);
      } finally {
        System.clearProperty("io.github.mailclad.takeover");
      }
    }
  }

  /** Returns the message of a store of ours that connects to a port without a listener. */
  private static String failure(ClassLoader application) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(application);
    try {
      Object session =
          Class.forName("jakarta.mail.Session", true, application)
              .getMethod("getInstance", Properties.class)
              .invoke(null, new Properties());
      Object store =
          session.getClass().getMethod("getStore", String.class).invoke(session, "imaps");
      assertEquals("io.github.mailclad.angus.IMAPSSLStore", store.getClass().getName());
      store
          .getClass()
          .getMethod("connect", String.class, int.class, String.class, String.class)
          .invoke(store, "localhost", 9, "user", "secret");
      return "connected";
    } catch (InvocationTargetException e) {
      return String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the API of Jakarta Mail is another one", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void mailBesideMailcladIsServedAndRequireIsContent() throws Throwable {
    List<Path> all = Jars.all(Jars.in("split-2.1.5"), Jars.common(), List.of(Jars.mailclad()));
    try (URLClassLoader beside = loader(all, ClassLoader.getPlatformClassLoader())) {
      // a context loader that sees nothing of it, as on the threads of the common pool
      require(beside, ClassLoader.getPlatformClassLoader());
    }
  }

  @Test
  void jarsThatWereMergedWithoutTheirServiceFilesAreServedByAngusAndRequireSaysWhy(
      @TempDir Path folder) throws Exception {
    Path merged = folder.resolve("application.jar");
    merge(merged, Jars.all(Jars.in("split-2.1.5"), Jars.common(), List.of(Jars.mailclad())), false);
    try (URLClassLoader application =
        loader(List.of(merged), ClassLoader.getPlatformClassLoader())) {
      String said = complaint(application, application);
      assertTrue(said.contains("smtp: org.eclipse.angus.mail.smtp.SMTPTransport"), said);
      assertTrue(said.contains("META-INF/services/jakarta.mail.Provider does not name"), said);
      assertTrue(said.contains("ServicesResourceTransformer"), said);
    }
  }

  @Test
  void jarsThatWereMergedWithTheirServiceFilesAreServed(@TempDir Path folder) throws Throwable {
    Path merged = folder.resolve("application.jar");
    merge(merged, Jars.all(Jars.in("split-2.1.5"), Jars.common(), List.of(Jars.mailclad())), true);
    try (URLClassLoader application =
        loader(List.of(merged), ClassLoader.getPlatformClassLoader())) {
      require(application, application);
    }
  }

  /** Of two entries of a name the first stays, as in maven-shade-plugin; service files may grow. */
  private static void merge(Path merged, List<Path> jars, boolean withServices) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (Path jar : jars) {
      try (JarFile in = new JarFile(jar.toFile())) {
        for (Enumeration<JarEntry> all = in.entries(); all.hasMoreElements(); ) {
          JarEntry entry = all.nextElement();
          if (!entry.isDirectory()
              && !entry
                  .getName()
                  .matches("module-info.class|META-INF/(MANIFEST.MF|.*\\.(SF|DSA|RSA))")) {
            try (InputStream content = in.getInputStream(entry)) {
              boolean grows = withServices && entry.getName().startsWith("META-INF/services/");
              entries.merge(
                  entry.getName(),
                  content.readAllBytes(),
                  grows ? ClassLoaderTakeoverIT::both : (a, b) -> a);
            }
          }
        }
      }
    }
    try (OutputStream file = Files.newOutputStream(merged);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }

  private static byte[] both(byte[] first, byte[] second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes("\n".getBytes(UTF_8));
    all.writeBytes(second);
    return all.toByteArray();
  }
}
