package io.github.mailclad.internal.client;

import io.github.mailclad.ClientIdentity.KeySource;
import io.github.mailclad.ClientIdentity.KeySource.GivenKey;
import io.github.mailclad.ClientIdentity.KeySource.GivenKeyManager;
import io.github.mailclad.ClientIdentity.KeySource.GivenKeyStore;
import io.github.mailclad.ClientIdentity.KeySource.KeyFile;
import io.github.mailclad.Location;
import io.github.mailclad.internal.files.Contents;
import io.github.mailclad.internal.files.PemBlock;
import io.github.mailclad.internal.files.UnfinishedException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads private keys. Keys of files are kept until a file changes, because opening a protected key
 * takes longer than a TLS handshake. Two files are a pair only if neither of them changed while
 * they were read and the key belongs to the certificate. While the files are being replaced, the
 * last pair is used and this is reported. Bounded: the least recently used file is dropped first.
 * Thread-safe.
 */
public final class ClientKeyLoader {
  /** The largest accepted file, in octets; a larger file is not a key of one account. */
  private static final long LARGEST_FILE = 1 << 20;

  private static final int MOST_FILES = 64;

  /** The prefix of a problem with the file of the key. */
  private static final String OF_KEY = "client-certificate-key: ";

  /** The largest number of attempts to read files that change while they are read. */
  private static final int MOST_TRIES = 5;

  private final Map<KeyFile, ReadKey> files =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyFile, ReadKey> eldest) {
          return size() > MOST_FILES;
        }
      };

  /**
   * A pair that was read.
   *
   * @param stamp the stamp of the files when they were read last
   * @param key the pair
   * @param problem the reason why the files are no longer a pair; null if they still contain this
   *     one
   */
  private record ReadKey(Object stamp, ClientKey key, @Nullable String problem) {}

  /**
   * Returns the current private key of a source.
   *
   * @param news receives a text for people if a key other than the one in the files is used
   * @throws IOException if there is no key, it cannot be read, or the choice is ambiguous; the
   *     message says why, without a secret
   */
  public ClientKey load(KeySource source, Consumer<String> news) throws IOException {
    try {
      if (source instanceof KeyFile file) {
        return ofFile(file, news);
      }
      if (source instanceof GivenKeyStore given) {
        return StoredKeys.of(given.store(), given.password(), given.alias());
      }
      if (source instanceof GivenKey given) {
        return StoredKeys.pair(given.entry().getPrivateKey(), given.entry().getCertificateChain());
      }
      GivenKeyManager given = (GivenKeyManager) source;
      return StoredKeys.of(given.manager(), given.alias());
    } catch (GeneralSecurityException e) {
      throw new IOException("it cannot be used", e);
    }
  }

  private ClientKey ofFile(KeyFile source, Consumer<String> news)
      throws IOException, GeneralSecurityException {
    ReadKey known = known(source);
    Object stamp = stamp(source);
    if (known != null && known.stamp().equals(stamp)) {
      return current(source, known, news);
    }
    try {
      return keep(source, read(source)).key();
    } catch (UnfinishedException e) {
      if (known == null) {
        throw e;
      }
      String problem = String.valueOf(e.getMessage());
      return current(source, keep(source, new ReadKey(stamp, known.key(), problem)), news);
    }
  }

  private static ClientKey current(KeyFile source, ReadKey known, Consumer<String> news) {
    if (known.problem() != null) {
      news.accept(
          "the client certificate in %s cannot be used at present: %s; the one that was read last is still used"
              .formatted(source, known.problem()));
    }
    return known.key();
  }

  /** Returns the stamp of all files of a source. */
  private static Object stamp(KeyFile source) throws IOException {
    Object certificate = Contents.stamp(source.certificate(), LARGEST_FILE);
    Location key = source.key();
    if (key == null) {
      return certificate;
    }
    try {
      return List.of(certificate, Contents.stamp(key, LARGEST_FILE));
    } catch (IOException e) {
      throw new IOException(OF_KEY + e.getMessage(), e);
    }
  }

  private @Nullable ReadKey known(KeyFile source) {
    synchronized (files) {
      return files.get(source);
    }
  }

  private ReadKey keep(KeyFile source, ReadKey loaded) {
    synchronized (files) {
      files.put(source, loaded);
    }
    return loaded;
  }

  /**
   * Reads the files again if they changed while being read, so that a key is not combined with the
   * certificate of another one.
   */
  private static ReadKey read(KeyFile source) throws IOException, GeneralSecurityException {
    for (int tries = 1; ; tries++) {
      Object before = stamp(source);
      try {
        ClientKey key = readOnce(source);
        if (stamp(source).equals(before)) {
          return new ReadKey(before, key, null);
        }
      } catch (IOException e) {
        if (tries == MOST_TRIES || stamp(source).equals(before)) {
          throw e;
        }
      }
      if (tries == MOST_TRIES) {
        throw new UnfinishedException("it changes all the time");
      }
    }
  }

  private static ClientKey readOnce(KeyFile source) throws IOException, GeneralSecurityException {
    byte[] content = Contents.octets(source.certificate(), LARGEST_FILE);
    Location key = source.key();
    if (!PemBlock.isIn(content)) {
      if (key != null) {
        throw new IOException(
            "it is not PEM, and client-certificate-key is for PEM files; remove that, or name a PEM file");
      }
      return StoredKeys.ofContent(content, source.password(), source.alias());
    }
    if (source.alias() != null) {
      throw new IOException("it is PEM, which has no aliases; remove client-certificate-alias");
    }
    List<PemBlock> blocks = PemBlock.in(content);
    return PemKeys.of(blocks, key == null ? blocks : keyBlocks(key), source.password());
  }

  private static List<PemBlock> keyBlocks(Location key) throws IOException {
    try {
      List<PemBlock> blocks = PemBlock.in(Contents.octets(key, LARGEST_FILE));
      if (blocks.stream().noneMatch(PemBlock::isPrivateKey)) {
        throw new IOException("it has no private key in PEM");
      }
      return blocks;
    } catch (UnfinishedException e) {
      throw new UnfinishedException(OF_KEY + e.getMessage());
    } catch (IOException e) {
      throw new IOException(OF_KEY + e.getMessage(), e);
    }
  }
}
