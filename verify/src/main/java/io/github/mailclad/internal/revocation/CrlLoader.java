package io.github.mailclad.internal.revocation;

import io.github.mailclad.RevocationEvidence.AnswerSource;
import io.github.mailclad.RevocationPolicy.CrlFiles;
import io.github.mailclad.RevocationPolicy.Crls;
import io.github.mailclad.RevocationPolicy.GivenCrls;
import io.github.mailclad.internal.files.PemBlock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Loads certificate revocation lists and keeps them until their source changes, that is the names,
 * sizes and times of the files. Thread-safe.
 */
public final class CrlLoader {
  /**
   * The largest accepted list, in octets; the largest lists of public authorities have about half
   * of that.
   */
  static final int LARGEST_LIST = 32 << 20;

  private static final int MOST_FILES = 1000;
  private static final long LARGEST_SOURCE = 128L << 20;

  private final Map<Crls, LoadedCrls> loaded = new ConcurrentHashMap<>();

  /**
   * Returns the lists of a source; an empty result if no source is configured.
   *
   * @throws IOException if there are no lists although some are expected, or one cannot be read;
   *     the message says why
   */
  public LoadedCrls load(Crls source) throws IOException {
    if (source instanceof CrlFiles files) {
      return ofFiles(files);
    }
    return source instanceof GivenCrls given
        ? loaded.computeIfAbsent(
            given,
            s ->
                new LoadedCrls(
                    Map.of(), given.lists().stream().map(CrlLoader::crl).toList(), List.of()))
        : new LoadedCrls(Map.of(), List.of(), List.of());
  }

  private LoadedCrls ofFiles(CrlFiles source) throws IOException {
    Map<Path, LoadedCrls.CrlStamp> stamps = stampsOf(source.path());
    LoadedCrls known = loaded.get(source);
    if (known != null && known.files().equals(stamps)) {
      return known;
    }
    List<Crl> lists = new ArrayList<>();
    List<X509Certificate> certificates = new ArrayList<>();
    for (Path file : stamps.keySet()) {
      try {
        add(Files.readAllBytes(file), lists, certificates);
      } catch (IOException e) {
        throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
      }
    }
    if (lists.isEmpty()) {
      throw new IOException("there is no certificate revocation list in it");
    }
    LoadedCrls now = new LoadedCrls(stamps, lists, certificates);
    loaded.put(source, now);
    return now;
  }

  private static Crl crl(X509CRL list) {
    return Crl.of(list, AnswerSource.CONFIGURED_CRL);
  }

  /** Adds the content of a file: PEM blocks, one certificate in DER, or lists in DER. */
  private static void add(byte[] content, List<Crl> lists, List<X509Certificate> certificates)
      throws IOException {
    if (!PemBlock.isIn(content)) {
      Optional<X509Certificate> signer = certificate(content);
      signer.ifPresent(certificates::add);
      if (signer.isEmpty()) {
        read(content).forEach(list -> lists.add(crl(list)));
      }
      return;
    }
    for (PemBlock block : PemBlock.in(content)) {
      if (block.isCertificate()) {
        certificates.add(
            certificate(block.der())
                .orElseThrow(() -> new IOException("it has a certificate that cannot be read")));
      } else if (block.label().equals("X509 CRL")) {
        read(block.der()).forEach(list -> lists.add(crl(list)));
      } else {
        throw new IOException(
            "it has a PEM block "
                + block.shownLabel()
                + ", which is no certificate revocation list");
      }
    }
  }

  /** Returns the certificate in DER; empty if the content is something else. */
  private static Optional<X509Certificate> certificate(byte[] content) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(content)));
    } catch (GeneralSecurityException somethingElse) {
      return Optional.empty();
    }
  }

  private static Map<Path, LoadedCrls.CrlStamp> stampsOf(Path source) throws IOException {
    Map<Path, LoadedCrls.CrlStamp> stamps = new TreeMap<>();
    long size = 0;
    for (Path file : filesOf(source)) {
      LoadedCrls.CrlStamp stamp =
          new LoadedCrls.CrlStamp(Files.getLastModifiedTime(file), Files.size(file));
      size += stamp.size();
      if (stamp.size() > LARGEST_LIST || size > LARGEST_SOURCE || stamps.size() == MOST_FILES) {
        throw new IOException(
            "it is more than %d files, or than %d octets, or than %d in one file"
                .formatted(MOST_FILES, LARGEST_SOURCE, LARGEST_LIST));
      }
      stamps.put(file, stamp);
    }
    return stamps;
  }

  private static List<Path> filesOf(Path source) throws IOException {
    if (Files.isRegularFile(source)) {
      return List.of(source);
    }
    if (!Files.isDirectory(source)) {
      throw new IOException("there is no such file or folder");
    }
    try (Stream<Path> inside = Files.list(source)) {
      List<Path> files =
          inside
              .filter(Files::isRegularFile)
              .filter(f -> !f.getFileName().toString().startsWith("."))
              .limit(MOST_FILES + 1L)
              .toList();
      if (files.isEmpty()) {
        throw new IOException("there is no file in it");
      }
      return files;
    }
  }

  /**
   * Returns the lists in PEM or DER.
   *
   * @throws IOException if there are no lists, or one cannot be read
   */
  static List<X509CRL> read(byte[] content) throws IOException {
    try {
      Collection<?> lists =
          CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(content));
      if (lists.isEmpty()) {
        throw new IOException("there is no certificate revocation list in it");
      }
      return lists.stream().map(X509CRL.class::cast).toList();
    } catch (GeneralSecurityException e) {
      throw new IOException("it has a certificate revocation list that cannot be read", e);
    }
  }
}
