package io.github.mailclad.it.dane;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.mailclad.dns.TlsaRecord;
import io.github.mailclad.dns.TlsaUsage;
import io.github.mailclad.fixtures.Loopback;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The judgement of OpenSSL about a server and its TLSA records: {@code openssl s_client}, one
 * process for each question.
 *
 * @param program the program
 */
record OpenSsl(Path program) {
  private static final long MOST_SECONDS = 30;
  private static final Pattern ERROR = Pattern.compile("verify error:num=(\\d+:[^\\n]*)");
  private static final Pattern MATCHED = Pattern.compile("(?m)^DANE TLSA (.*)$");
  private static final Pattern UNUSABLE =
      Pattern.compile("(?m)^s_client: warning: unusable TLSA rrdata: (.*)$");
  private static final Pattern NONE_USABLE = Pattern.compile("Failed to import any TLSA records");

  /**
   * Its answer.
   *
   * @param opinion whether it accepts the server
   * @param text its own words: of an error, or of the record that matched; empty for none
   * @param unusable the records that it called unusable
   */
  record Said(Opinion opinion, String text, List<TlsaRecord> unusable) {}

  /** The verdict on a server. */
  enum Opinion {
    ACCEPTS,
    REFUSES
  }

  /** The one of this machine; without one, the test is skipped loudly, or fails if required. */
  static OpenSsl orSkip() {
    Optional<OpenSsl> found =
        Arrays.stream(
                System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator, -1))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> new OpenSsl(Path.of(folder, "openssl")))
            .filter(openssl -> Files.isExecutable(openssl.program()))
            .filter(openssl -> openssl.run(List.of("version")).startsWith("OpenSSL 3"))
            .findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    String message = "DANE NOT COMPARED: no OpenSSL 3 in PATH";
    if ("required".equals(System.getProperty("mailclad.servers"))) {
      fail(message);
    }
    System.err.println(message);
    return abort(message);
  }

  /**
   * Returns its answer about a server on loopback.
   *
   * @param usages the certificate usages that count; it has no switch for that, so records with the
   *     others are not shown to it
   * @param anchors a file with the trust anchors
   */
  Said ask(
      int port,
      String name,
      List<TlsaRecord> records,
      Set<TlsaUsage> usages,
      Path anchors,
      Instant now) {
    List<String> shown = new ArrayList<>();
    for (TlsaRecord record : records) {
      if (TlsaUsage.of(record.usage()).map(usages::contains).orElse(true)) {
        shown.addAll(List.of("-dane_tlsa_rrdata", record.toString()));
      }
    }
    List<String> question = new ArrayList<>();
    question.addAll(List.of("s_client", "-brief", "-verify", "32", "-verify_return_error"));
    question.addAll(List.of("-connect", Loopback.V4.getHostAddress() + ":" + port));
    question.addAll(List.of("-servername", name, "-attime", "" + now.getEpochSecond()));
    question.addAll(List.of("-CAfile", anchors.toString(), "-no-CApath", "-no-CAstore"));
    question.add("-partial_chain");
    List<String> dane = new ArrayList<>(question);
    dane.addAll(List.of("-dane_tlsa_domain", name, "-dane_ee_no_namechecks"));
    dane.addAll(shown);
    String text = shown.isEmpty() ? "" : run(dane);
    if (shown.isEmpty() || NONE_USABLE.matcher(text).find()) {
      // RFC 6698, section 4.1: the client's trust anchors decide; s_client leaves that to others
      List<String> pkix = new ArrayList<>(question);
      pkix.addAll(List.of("-verify_hostname", name));
      return said(run(pkix), text);
    }
    return said(text, text);
  }

  private static Said said(String judgement, String imported) {
    List<TlsaRecord> unusable =
        UNUSABLE
            .matcher(imported)
            .results()
            .map(warning -> TlsaRecord.parse(warning.group(1)))
            .toList();
    Matcher error = ERROR.matcher(judgement);
    if (error.find()) {
      return new Said(Opinion.REFUSES, error.group(1).trim(), unusable);
    }
    if (judgement.contains("Verification: OK")) {
      Matcher matched = MATCHED.matcher(judgement);
      return new Said(Opinion.ACCEPTS, matched.find() ? matched.group(1) : "", unusable);
    }
    throw new AssertionError("not a judgement: " + judgement);
  }

  private String run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (InputStream out = process.getInputStream()) {
        process.getOutputStream().close();
        String text = new String(out.readAllBytes(), ISO_8859_1);
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("does not end: " + command);
        }
        return text;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new AssertionError(command.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
