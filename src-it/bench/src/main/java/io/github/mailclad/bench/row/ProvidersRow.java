package io.github.mailclad.bench.row;

import io.github.mailclad.bench.client.AngusClient;
import io.github.mailclad.bench.client.Attachment.Reading;
import io.github.mailclad.bench.client.Contender;
import io.github.mailclad.bench.client.MailServer;
import io.github.mailclad.bench.client.Tls;
import io.github.mailclad.bench.lab.LabSettings;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Mailclad with each {@code tls-provider}, beside Angus with the platform's: {@code
 * imaps-cpu-us-by-bctls} for connect, login and logout, {@code attachment-mib-per-second-by-bctls}
 * for 25 MiB on loopback, {@code first-mail-ms-by-bctls} and {@code first-mail-cpu-ms-by-bctls} for
 * a fresh process, {@code idle-heap-kib-by-bctls} for an idle connection.
 */
final class ProvidersRow implements Row {
  private static final List<String> PROVIDERS = List.of("platform", "bctls", "conscrypt");
  private static final Duration LIMIT = Duration.ofSeconds(100);

  @Override
  public void measure(LabSettings lab, Results results) throws Exception {
    MailServer server = MailServer.local(lab, "imaps");
    SSLContext shared = Tls.context(server.anchor());
    for (String provider : PROVIDERS) {
      AngusClient ours = AngusClient.ours(server).with("security.tls-provider", provider);
      AngusClient plain = AngusClient.plain(server, shared);
      CpuRow.measureCpu(
          "imaps-cpu-us-by-" + provider,
          List.of(Contender.ours(ours::cycle), Contender.plain(plain::cycle)),
          results);
      throughput(provider, ours, plain, results);
    }
    for (String provider : PROVIDERS) {
      start(lab, provider, results);
      idle(lab, provider, results);
    }
  }

  private static void throughput(
      String provider, AngusClient ours, AngusClient plain, Results results) {
    new Turns<>(List.of(Contender.ours(ours), Contender.plain(plain)), results)
        .take(
            5,
            contender -> {
              Reading reading = new Reading(Duration.ofSeconds(6));
              contender.action().readAttachment(reading);
              results.add(
                  "attachment-mib-per-second-by-" + provider,
                  contender,
                  LabSettings.ATTACHMENT / 1048576.0 / reading.seconds());
            });
    results.print();
  }

  private static void start(LabSettings lab, String provider, Results results) {
    new Turns<>(Kind.contenders(List.of(Kind.OURS, Kind.PLAIN)), results)
        .take(
            4,
            contender -> {
              Kind kind = contender.action();
              ChildJvm.Ended ended =
                  process(kind, lab, provider)
                      .run(StartProcess.class, LIMIT, kind.name(), "mail", LabSettings.LOOPBACK);
              Kind.addAll(ended, "-by-" + provider, contender, results);
              results.add("first-mail-ms-by-" + provider, contender, ended.nanos() / 1e6);
            });
    results.print();
  }

  private static void idle(LabSettings lab, String provider, Results results) {
    new Turns<>(Kind.contenders(List.of(Kind.OURS, Kind.PLAIN)), results)
        .take(
            1,
            contender -> {
              Kind kind = contender.action();
              Kind.addAll(
                  process(kind, lab, provider)
                      .with("-Xmx512m", "-XX:+UseSerialGC", "-D" + IdleProcess.SIZE + "=200")
                      .run(IdleProcess.class, LIMIT, kind.name()),
                  "-by-" + provider,
                  contender,
                  results);
            });
    results.print();
  }

  private static ChildJvm process(Kind kind, LabSettings lab, String provider) {
    return kind == Kind.OURS
        ? ChildJvm.oursBy(lab, provider).with("-D" + AngusClient.TLS_PROVIDER + "=" + provider)
        : kind.process(lab);
  }
}
