package io.github.mailclad.internal.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mailclad.dns.SecureResolver;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** The library may be missing. */
class DnsLibraryTest {

  /** Loads our classes and those of the library anew, and does not find one of them. */
  private static final class Without extends URLClassLoader {
    private final String hidden;

    Without(String hidden) {
      super(
          new URL[] {whereIs(SecureResolver.class), whereIs(ValidatingResolver.class)},
          DnsLibraryTest.class.getClassLoader());
      this.hidden = hidden;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(hidden)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.github.mailclad.") && !name.startsWith("org.xbill.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    Object isPresent() throws ReflectiveOperationException {
      return loadClass(DnsLibrary.class.getName()).getMethod("isPresent").invoke(null);
    }
  }

  private static URL whereIs(Class<?> one) {
    return one.getProtectionDomain().getCodeSource().getLocation();
  }

  private static List<String> classesOutsideOfThisRoom() throws Exception {
    Path root = classes();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".class") && file.startsWith("io/"))
          .filter(file -> !file.startsWith("io/github/mailclad/internal/dns/"))
          .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
          .filter(name -> !name.contains("Test") && !name.contains("fixtures"))
          .collect(Collectors.toList());
    }
  }

  private static Path classes() throws URISyntaxException {
    return Path.of(whereIs(SecureResolver.class).toURI());
  }

  @Test
  void nothingOutsideOfThisRoomNeedsTheLibrary() throws Exception {
    List<String> names = classesOutsideOfThisRoom();
    assertTrue(names.size() > 8, "classes: " + names.size());
    try (Without loader = new Without("org.xbill.")) {
      for (String name : names) {
        Class<?> loaded = Class.forName(name, false, loader);
        assertEquals(loader, loaded.getClassLoader());
        assertNotNull(loaded.getDeclaredMethods());
        assertNotNull(loaded.getDeclaredFields());
        assertNotNull(loaded.getDeclaredConstructors());
      }
    }
  }

  @Test
  void itIsKnownWhetherTheLibraryIsThere() throws Exception {
    assertTrue(DnsLibrary.isPresent());
    try (Without nothing = new Without("no.such.");
        Without dnsjava = new Without("org.xbill.");
        Without slf4j = new Without("org.slf4j.")) {
      assertEquals(true, nothing.isPresent());
      assertEquals(false, dnsjava.isPresent());
      assertEquals(false, slf4j.isPresent());
    }
  }

  @Test
  void whatTheSettingsAreMadeOfDoesNotNeedTheLibrary() throws Exception {
    try (Without loader = new Without("org.xbill.")) {
      Class<?> anchors = Class.forName(AnchorRecords.class.getName(), true, loader);
      assertTrue(anchors.getMethod("shipped").invoke(null).toString().contains("20326"));
      Class<?> settings = Class.forName(ResolverSettings.class.getName(), true, loader);
      Object made = settings.getMethod("byServer", List.class).invoke(null, List.of());
      assertTrue(made.toString().contains("BY_SERVER"));
      Class<?> resolver = Class.forName(DnsjavaResolver.class.getName(), false, loader);
      assertThrows(
          LinkageError.class,
          () -> {
            try {
              resolver.getDeclaredConstructors()[0].newInstance(made, java.time.Clock.systemUTC());
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
    }
  }

  /** The library registers a resolver of addresses with the JDK, which must not be in our way. */
  @Test
  void theLibraryLeavesTheAddressesOfTheJdkAlone() throws Exception {
    assertFalse(Boolean.getBoolean("org.dnsjava.spi.enable"));
    assertTrue(InetAddress.getByName("localhost").isLoopbackAddress());
  }
}
