package io.github.mailclad.internal.files;

import io.github.mailclad.Location;
import io.github.mailclad.Location.OfFile;
import io.github.mailclad.Location.OfResource;
import io.github.mailclad.Location.OfText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The octets at a location, bounded. A stamp shows whether they have changed without reading them:
 * the file itself (behind links, which are swapped where secrets are mounted), its time and its
 * size.
 */
public final class Contents {
  private Contents() {}

  /**
   * Returns the stamp of the present octets; two equal stamps mean the same octets.
   *
   * @param most the number of octets at most
   * @throws IOException if the location cannot be read; the message says why, in words for people
   */
  public static Object stamp(Location location, long most) throws IOException {
    if (location instanceof OfText) {
      return location;
    }
    if (location instanceof OfFile file) {
      return stampOf(file.path(), most);
    }
    URL url = urlOf((OfResource) location);
    Path file = fileOf(url);
    // an archive on the class path does not change while it is used
    return file == null ? url.toString() : stampOf(file, most);
  }

  /**
   * Returns the present octets; at least one.
   *
   * @param most the number of octets at most
   * @throws IOException if they cannot be read; the message says why, in words for people
   */
  public static byte[] octets(Location location, long most) throws IOException {
    if (location instanceof OfText text) {
      return bounded(text.text().getBytes(StandardCharsets.UTF_8), most);
    }
    if (location instanceof OfFile file) {
      stampOf(file.path(), most);
      return octetsOf(Files.newInputStream(file.path()), most);
    }
    return octetsOf(urlOf((OfResource) location).openStream(), most);
  }

  private static byte[] octetsOf(InputStream opened, long most) throws IOException {
    try (InputStream in = opened) {
      return bounded(in.readNBytes(Math.toIntExact(most + 1)), most);
    }
  }

  private static byte[] bounded(byte[] octets, long most) throws IOException {
    if (octets.length > most) {
      throw tooLarge();
    }
    if (octets.length == 0) {
      throw new UnfinishedException("it is empty");
    }
    return octets;
  }

  private static Object stampOf(Path path, long most) throws IOException {
    // each connection asks: the file is looked at once, and not for each attribute
    BasicFileAttributes file = attributesOf(path);
    if (file.isDirectory()) {
      throw new IOException("it is a folder; name a file in it");
    }
    if (!file.isRegularFile()) {
      throw new IOException("it is not a regular file");
    }
    if (!Files.isReadable(path)) {
      throw new IOException("this process may not read it; change its owner or its permissions");
    }
    if (file.size() > most) {
      throw tooLarge();
    }
    return List.of(path.toRealPath(), file.lastModifiedTime(), file.size());
  }

  private static BasicFileAttributes attributesOf(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      throw new IOException(
          path.isAbsolute()
              ? "there is no such file"
              : "there is no such file; the name is relative to " + Path.of("").toAbsolutePath(),
          e);
    }
  }

  private static IOException tooLarge() {
    return new IOException("the file is too large");
  }

  private static URL urlOf(OfResource resource) throws IOException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL url = context == null ? null : context.getResource(resource.name());
    if (url == null) {
      url = ClassLoader.getSystemResource(resource.name());
    }
    if (url == null) {
      throw new IOException("there is no such resource on the class path");
    }
    return url;
  }

  private static @Nullable Path fileOf(URL url) throws IOException {
    try {
      return url.getProtocol().equals("file") ? Path.of(url.toURI()) : null;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("its name on the class path is not valid", e);
    }
  }
}
